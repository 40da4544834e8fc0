import assert from "node:assert/strict"
import { test } from "node:test"
import { about, Browser, Engine, options, recorder, SESSION } from "./support/host.mjs"

for (const profile of ["compat", "strict"]) {
  test(`${profile}: from the list of providers to the sign-out`, async () => {
    const browser = new Browser(options({ profile }))

    const providers = await browser.get("providers")
    assert.equal(providers.status, 200)
    assert.deepEqual(providers.body.credentials, {
      id: "credentials",
      name: "Password",
      type: "credentials",
      signinUrl: "http://localhost:3000/api/auth/signin/credentials",
      callbackUrl: "http://localhost:3000/api/auth/callback/credentials",
    })
    assert.ok(providers.headers.some(([name, value]) => name === "content-type" && value.startsWith("application/json")))

    assert.match((await browser.get("csrf")).body.csrfToken, /^[0-9a-f]{64}$/)
    assert.deepEqual(await browser.session(), {})

    const signedIn = await browser.signIn({ callbackUrl: "/inside" })
    assert.equal(signedIn.status, 200)
    assert.equal(new URL(signedIn.body.url, "http://localhost:3000").href, "http://localhost:3000/inside")
    assert.ok(browser.cookies[SESSION])

    const session = await browser.session()
    assert.deepEqual(session.user, { name: "Ada", email: "ada@example.com" })
    assert.ok(Math.abs(Date.parse(session.expires) - Date.now() - 30 * 86_400_000) < 60_000)

    await browser.post("signout")
    assert.equal(browser.cookies[SESSION], undefined)
    assert.deepEqual(await browser.session(), {})
  })
}

test("a page is text, and says so", async () => {
  const page = await new Browser(options()).get("signin")
  assert.equal(page.status, 200)
  assert.match(page.body, /<form[^>]*callback\/credentials/)
  assert.ok(page.headers.some(([name, value]) => name === "content-type" && value.startsWith("text/html")))
})

test("nobody's credentials, and credentials without the CSRF token, sign nobody in", async () => {
  const browser = new Browser(options({ user: () => null }))
  const refused = await browser.signIn()
  assert.equal(refused.status, 401)
  assert.match(refused.body.url, /error=CredentialsSignin/)

  const forged = await new Browser(options()).engine.answer({
    method: "POST",
    nextauth: ["callback", "credentials"],
    body: { username: "ada" },
    cookies: {},
    headers: {},
  })
  assert.equal(forged.status, 302)
  assert.ok(forged.cookies.every((cookie) => !cookie.startsWith(SESSION)))
})

test("without cookies the header is read, and a request without a path is a fault of the host", async () => {
  const browser = new Browser(options())
  await browser.signIn()
  const cookie = Object.entries(browser.cookies).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ")
  const { body } = await browser.engine.answer({ nextauth: ["session"], headers: { cookie } })
  assert.equal(body.user.name, "Ada")

  const logger = recorder()
  const reply = await new Engine(options({ logger })).answer({ query: {}, headers: {} })
  assert.equal(reply.status, 500)
  assert.equal(about(logger, "MISSING_NEXTAUTH_API_ROUTE_ERROR").length, 1)
})

test("many requests at once, each with its own session", async () => {
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const shared = options({
    user: ({ username }) => ({ id: username, name: username }),
    callbacks: {
      async session({ session, token }) {
        await wait(Math.random() * 10)
        return { ...session, id: token.sub }
      },
    },
  })
  const browsers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const browser = new Browser(shared)
      await browser.signIn({ username: `user ${index}` })
      return browser
    }),
  )
  const engine = browsers[0].engine
  const replies = await Promise.all(
    browsers.map(({ cookies }) => engine.answer({ nextauth: ["session"], cookies, headers: {} })),
  )
  assert.deepEqual(replies.map(({ body }) => body.id), browsers.map((_, index) => `user ${index}`))
})

test("options of another shape are refused with a sentence", () => {
  const provider = options().providers[0]
  const invalid = (message) => ({ code: "INVALID_OPTIONS", message })
  assert.throws(() => new Engine(options({ url: 5 })), invalid(/option url/))
  assert.throws(() => new Engine(options({ session: { maxAge: -1 } })), invalid(/maxAge/))
  assert.throws(() => new Engine(options({ profile: "lenient" })), invalid(/profile/))
  assert.throws(() => new Engine(options({ providers: {} })), invalid(/providers/))
  assert.throws(() => new Engine(options({ providers: [{ ...provider, authorize: undefined }] })), {
    name: "MissingAuthorizeError",
    code: "CALLBACK_CREDENTIALS_HANDLER_ERROR",
  })
  assert.throws(() => new Engine(options({ providers: [provider, provider] })), { code: "DUPLICATE_PROVIDER" })
  assert.throws(() => new Engine(options({ providers: [{ id: "x", type: "email" }] })), { code: "UNSUPPORTED_PROVIDER" })
  assert.throws(() => new Engine(options({ session: { strategy: "database" } })), {
    name: "UnsupportedStrategyError",
    code: "CALLBACK_CREDENTIALS_JWT_ERROR",
  })
  assert.throws(() => new Engine(options({ adapter: {} })), { code: "UNSUPPORTED_STRATEGY" })
  new Engine(options({ adapter: {}, session: { strategy: "jwt" } }))
  assert.throws(() => new Engine(options({ secret: undefined })), { name: "MissingSecretError", code: "NO_SECRET" })
})

test("options that are wrong answer every request with the configuration error, in the application's looks", async () => {
  const logger = recorder()
  const engine = Engine.of(options({ logger, session: { maxAge: {} }, theme: { brandColor: "#123456" } }))
  assert.throws(() => engine.check(), { code: "INVALID_OPTIONS" })
  const reply = await engine.answer({ nextauth: ["session"], headers: {} })
  assert.equal(reply.status, 500)
  assert.match(reply.body.message, /server configuration/)
  const page = await engine.answer({ nextauth: ["signin"], headers: {} })
  assert.equal(page.status, 500)
  assert.match(page.body, /--brand-color: ?#123456/)
  assert.equal(about(logger, "INVALID_OPTIONS").length, 2)
})

test("engines made for one request share their keys, and nothing else", async () => {
  const told = []
  const own = (name) => options({ callbacks: { session: ({ session }) => (told.push(name), session) } })
  const browser = new Browser(own("first"))
  await browser.signIn()
  for (const name of ["second", "third"]) {
    browser.engine = Engine.of(own(name))
    assert.equal((await browser.session()).user.name, "Ada")
  }
  browser.engine = Engine.of({ ...own("fourth"), secret: "another secret, also longer than 32 bytes" })
  assert.deepEqual(await browser.session(), {})
  assert.deepEqual(told, ["second", "third"])
})
