// Advanced initialization: options made for one request, which close over it.
import assert from "node:assert/strict"
import { test } from "node:test"
import NextAuth from "authwire"
import { HOSTS, options, ORIGIN, Pages, PagesResponse, recorder, Route, SECRET, SESSION, withEnvironment } from "./support/hosts.mjs"

test("pages: code before and after sees the request as it was, callbacks see what they close over", async () => {
  const seen = []
  const handler = async (req, res) => {
    if (req.query.nextauth.includes("callback") && req.method === "POST") seen.push(req.body.username)
    const someCookie = req.cookies["some-custom-cookie"]
    const query = structuredClone(req.query)
    const result = await NextAuth(req, res, {
      ...options(),
      callbacks: {
        session({ session }) {
          session.someCookie = someCookie
          return session
        },
      },
    })
    assert.deepEqual(req.query, query)
    assert.ok(res.ended)
    return result
  }
  const browser = new Pages(undefined, handler)
  browser.cookies.set("some-custom-cookie", "crumb")
  await browser.signIn()
  assert.deepEqual(seen, ["ada"])
  assert.equal((await browser.session()).someCookie, "crumb")
})

test("route: three arguments, the context inspected first", async () => {
  const handler = async (request, context) => {
    const { nextauth } = await context.params
    const made = options({ callbacks: { session: ({ session }) => ({ ...session, action: nextauth[0] }) } })
    return await NextAuth(request, context, made)
  }
  const browser = new Route(undefined, handler)
  await browser.signIn()
  assert.equal((await browser.session()).action, "session")
})

test("providers may change from request to request", async () => {
  const made = options()
  const browser = new Pages(made)
  assert.deepEqual(Object.keys((await browser.get("providers")).json()), ["credentials"])
  made.providers.push({ ...made.providers[0], id: "second", options: { ...made.providers[0].options, id: "other" } })
  assert.deepEqual(Object.keys((await browser.get("providers")).json()), ["credentials", "other"])
  made.providers.pop()
  assert.deepEqual(Object.keys((await browser.get("providers")).json()), ["credentials"])
})

test("a plain Request without a context works anywhere below the base path", async () => {
  await withEnvironment({ NEXTAUTH_URL: "https://app.example/own/auth" }, async () => {
    const handler = NextAuth(options())
    const response = await handler(new Request("https://app.example/own/auth/providers"))
    const { credentials } = await response.json()
    assert.equal(credentials.signinUrl, "https://app.example/own/auth/signin/credentials")
    assert.equal(response.headers.get("content-type"), "application/json")
    assert.equal((await handler(new Request("https://app.example/elsewhere"))).status, 500)
  })
})

test("the secret is written back as by next-auth, and a frozen object is left alone", async () => {
  await withEnvironment({ NEXTAUTH_SECRET: SECRET, AUTH_SECRET: undefined }, async () => {
    const made = { ...options(), secret: undefined }
    await new Pages(made).get("csrf")
    assert.equal(made.secret, SECRET)
    const frozen = Object.freeze({ ...options(), secret: undefined })
    assert.equal((await new Route(frozen).get("csrf")).statusCode, 200)
  })
})

test("the environment is read by each call", async () => {
  const browser = new Pages(options())
  const signIn = async () => (await browser.get("providers")).json().credentials.signinUrl
  await withEnvironment({ NEXTAUTH_URL: "https://one.example" }, async () => {
    assert.match(await signIn(), /^https:\/\/one\.example\/api\/auth/)
  })
  await withEnvironment({ NEXTAUTH_URL: undefined, AUTH_TRUST_HOST: "false", VERCEL: undefined }, async () => {
    // As in next-auth, any text means yes.
    assert.match(await signIn(), /^https:\/\/localhost:3000\/api\/auth/)
  })
  await withEnvironment({ NEXTAUTH_URL: undefined, AUTH_TRUST_HOST: undefined }, async () => {
    assert.match(await signIn(), /^http:\/\/localhost:3000\/api\/auth/)
  })
})

for (const Host of HOSTS) {
  test(`${Host.name.toLowerCase()}: faults of the configuration are answers, never exceptions`, async () => {
    const faults = [
      [{ secret: "" }, "NO_SECRET", { NODE_ENV: "production" }],
      [{ session: { strategy: "database" } }, "CALLBACK_CREDENTIALS_JWT_ERROR"],
      [{ providers: [{ id: "c", name: "c", type: "credentials" }] }, "CALLBACK_CREDENTIALS_HANDLER_ERROR"],
      [{ session: { maxAge: "soon" } }, "INVALID_OPTIONS"],
      [{ providers: "none" }, "INVALID_OPTIONS"],
    ]
    for (const [change, code, environment = {}] of faults) {
      await withEnvironment({ NEXTAUTH_SECRET: undefined, AUTH_SECRET: undefined, ...environment }, async () => {
        const logger = recorder()
        const browser = new Host(options({ logger, ...change }))
        const json = await browser.get("session")
        assert.equal(json.statusCode, 500)
        assert.match(json.json().message, /server configuration/)
        const page = await browser.get("signin")
        assert.equal(page.statusCode, 500)
        assert.match(page.body, /<h1>Server error<\/h1>/)
        assert.deepEqual(logger.lines.filter(([level]) => level === "error").map(([, told]) => told), [code, code])
      })
    }
  })
}

test("a catch-all route of another name is told", async () => {
  const logger = recorder()
  const browser = new Pages(options({ logger }))
  const response = await browser.send("GET", "session", undefined, { query: { auth: ["session"] } })
  assert.equal(response.statusCode, 500)
  const [, , error] = logger.lines.find(([, code]) => code === "MISSING_NEXTAUTH_API_ROUTE_ERROR")
  assert.equal(error.name, "MissingAPIRouteError")
  await assert.rejects(browser.send("GET", "session", undefined, { query: undefined }), /no `query`/)
  await assert.rejects(NextAuth({ query: {} }, new PagesResponse()), /needs its options/)
})

test("a development server without a secret makes one, which getServerSession shares", async () => {
  const { getServerSession } = await import("authwire")
  await withEnvironment({ NEXTAUTH_SECRET: undefined, AUTH_SECRET: undefined, NODE_ENV: "development" }, async () => {
    const made = options({ secret: undefined })
    const browser = new Pages(made)
    await browser.signIn()
    const req = { cookies: Object.fromEntries(browser.cookies), headers: {} }
    assert.equal((await getServerSession(req, new PagesResponse(), made)).user.name, "Ada")
  })
})

test("strict is one option away", async () => {
  await withEnvironment({ NEXTAUTH_URL: ORIGIN }, async () => {
    const browser = new Pages(options({ profile: "strict" }))
    const page = await browser.get("signin")
    assert.equal(page.getHeader("x-frame-options"), "DENY")
  })
})

test("strict: two session cookies that disagree sign nobody in, whichever the host keeps", async () => {
  for (const profile of ["compat", "strict"]) {
    await withEnvironment({ NEXTAUTH_URL: ORIGIN }, async () => {
      const browser = new Pages(options({ profile }))
      await browser.signIn()
      const token = browser.cookies.get(SESSION)
      const headers = { host: "localhost:3000", cookie: `${SESSION}=${token}; ${SESSION}=other` }
      const { user } = (await browser.send("GET", "session", undefined, { headers })).json()
      assert.equal(user?.name, profile === "strict" ? undefined : "Ada")
    })
  }
})
