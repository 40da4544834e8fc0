// What an application configures beside its functions.
import assert from "node:assert/strict"
import { test } from "node:test"
import { Browser, Engine, options } from "./support/host.mjs"

test("theme, pages, names and attributes of cookies", async () => {
  const themed = await new Browser(options({ theme: { colorScheme: "dark", logo: "/l.svg", buttonText: "#fff" } })).get("signin")
  assert.match(themed.body, /__next-auth-theme-dark/)
  assert.match(themed.body, /\/l\.svg/)

  const paged = await new Browser(options({ pages: { signIn: "/in", error: "" } })).get("signin")
  assert.equal(paged.status, 302)
  assert.match(new Map(paged.headers).get("location"), /^\/in\?callbackUrl=/)

  const cookies = {
    sessionToken: { name: "sid", options: { httpOnly: true, sameSite: true, path: "/app", domain: "example.com", maxAge: "60" } },
    csrfToken: { name: "xsrf" },
  }
  const browser = new Browser(options({ cookies }))
  const csrf = await browser.get("csrf")
  assert.match(csrf.cookies[0], /^xsrf=[^;]*$/)
  const { cookies: set } = await browser.signIn()
  const session = set.find((cookie) => cookie.startsWith("sid="))
  assert.match(session, /; Max-Age=60; Domain=example\.com; Path=\/app; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
})

test("secrets may be bytes, ages text, flags anything", async () => {
  const text = "a secret for the tests, longer than 32 bytes"
  const browser = new Browser(options({ secret: new TextEncoder().encode(text), session: { maxAge: "3600" }, useSecureCookies: 0 }))
  await browser.signIn()
  const { expires } = await browser.session()
  assert.ok(Math.abs(Date.parse(expires) - Date.now() - 3_600_000) < 60_000)
  browser.engine = new Engine(options({ secret: text }))
  assert.equal((await browser.session()).user.name, "Ada")
  const { cookies } = await new Browser(options({ useSecureCookies: "yes" })).get("csrf")
  assert.match(cookies[0], /^__Host-next-auth\.csrf-token=/)
})

test("the host of the request counts where it is trusted", async () => {
  const request = { nextauth: ["providers"], headers: { host: "app.example", "x-forwarded-proto": "https" } }
  for (const trusted of [{ trustHost: true }, { trustedHosts: ["*.example", "app.example"] }]) {
    const { body } = await new Engine(options({ url: undefined, ...trusted })).answer(request)
    assert.equal(body.credentials.signinUrl, "https://app.example/api/auth/signin/credentials")
  }
  const { body } = await new Engine(options({ url: undefined })).answer(request)
  assert.equal(body.credentials.signinUrl, "http://localhost:3000/api/auth/signin/credentials")
})

test("attributes of inputs are written as a component's are", async () => {
  const provider = options().providers[0]
  const credentials = {
    pin: { label: "PIN", type: "tel", className: "wide", maxLength: 6, required: true, disabled: false, title: null, onClick() {} },
  }
  const { body } = await new Browser(options({ providers: [{ ...provider, credentials }] })).get("signin")
  const [input] = body.match(/<input[^>]*name="pin"[^>]*>/)
  assert.match(input, / class="wide"/)
  assert.match(input, / maxLength="6"/)
  assert.match(input, / required[ >/]/)
  assert.ok(!/disabled|title|onClick/.test(input))
})

test("encode and decode of the application get what next-auth gives them", async () => {
  const calls = []
  const jwt = {
    secret: "only for tokens, and longer than 32 bytes too",
    maxAge: 120,
    async encode(call) {
      calls.push(["encode", call])
      return `sealed:${JSON.stringify(call.token)}`
    },
    decode(call) {
      calls.push(["decode", call])
      return call.token.startsWith("sealed:") ? JSON.parse(call.token.slice(7)) : null
    },
  }
  const browser = new Browser(options({ jwt, session: { maxAge: 60 } }))
  await browser.signIn()
  assert.equal((await browser.session()).user.email, "ada@example.com")
  assert.deepEqual(calls.map(([name]) => name), ["encode", "decode", "encode"])
  const [[, first], [, read], [, renewed]] = calls
  assert.equal(first.maxAge, 120)
  assert.equal(renewed.maxAge, 60)
  for (const call of [first, read, renewed]) assert.equal(call.secret, jwt.secret)
  assert.equal(typeof read.token, "string")
  assert.equal(first.token.email, "ada@example.com")
  browser.cookies["next-auth.session-token"] = "foreign"
  assert.deepEqual(await browser.session(), {})
})
