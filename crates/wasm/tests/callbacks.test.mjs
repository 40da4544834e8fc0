// How the application's functions are called, and what their answers mean.
import assert from "node:assert/strict"
import { test } from "node:test"
import { about, Browser, options, recorder, SESSION } from "./support/host.mjs"

test("signIn: what is true allows, what is false denies, text is where to go", async () => {
  for (const [answer, expected] of [
    [true, /^http:\/\/localhost:3000/],
    [{}, /^http:\/\/localhost:3000/],
    [false, /error=AccessDenied$/],
    [undefined, /error=AccessDenied$/],
    ["", /error=AccessDenied$/],
    ["/join", /\/join$/],
  ]) {
    const browser = new Browser(options({ callbacks: { signIn: async () => answer } }))
    const { body } = await browser.signIn()
    assert.match(body.url, expected)
    assert.equal(SESSION in browser.cookies, answer === true || typeof answer === "object")
  }
})

test("redirect decides, and base URL replaces what is no text", async () => {
  const calls = []
  const browser = new Browser(
    options({ callbacks: { redirect: (call) => (calls.push(call), `${call.baseUrl}/home`) } }),
  )
  assert.equal((await browser.signIn({ callbackUrl: "/deep" })).body.url, "http://localhost:3000/home")
  assert.deepEqual(calls.at(-1), { url: "/deep", baseUrl: "http://localhost:3000" })

  const logger = recorder()
  const silent = new Browser(options({ logger, callbacks: { redirect() {} } }))
  assert.equal((await silent.signIn({ callbackUrl: "/deep" })).body.url, "http://localhost:3000")
  assert.ok(about(logger, "REDIRECT_CALLBACK_ERROR")[0] instanceof TypeError)
})

test("strict: a redirect callback that never answers is not waited for, and no timer stays behind", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const logger = recorder()
  let answers = () => new Promise(() => {})
  const browser = new Browser(options({ profile: "strict", logger, callbacks: { redirect: () => answers() } }))
  const waiting = browser.get("csrf", { callbackUrl: "/deep" })
  await new Promise((resolve) => setImmediate(resolve))
  t.mock.timers.tick(4999)
  assert.equal(about(logger, "REDIRECT_CALLBACK_ERROR").length, 0)
  t.mock.timers.tick(1)
  assert.equal((await waiting).status, 200)
  assert.equal(about(logger, "REDIRECT_CALLBACK_ERROR").length, 1)

  t.mock.timers.reset()
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length
  const before = timers()
  answers = () => new Promise((resolve) => setImmediate(resolve, "/soon"))
  await browser.get("csrf", { callbackUrl: "/deep" })
  assert.equal(timers(), before)
})

test("functions are found when they are called, and `this` is the object that holds them", async () => {
  class Callbacks {
    prefix = "Dr. "
    session({ session }) {
      session.user.name = this.prefix + session.user.name
      return session
    }
  }
  const callbacks = new Callbacks()
  const browser = new Browser(options({ callbacks }))
  await browser.signIn()
  assert.equal((await browser.session()).user.name, "Dr. Ada")
  callbacks.session = () => ({ replaced: true })
  assert.deepEqual(await browser.session(), { replaced: true })
})

test("events are told of what they concern, after the callbacks", async () => {
  const told = []
  const note = (name) => (message) => void told.push([name, Object.keys(message)])
  const browser = new Browser(
    options({
      callbacks: {
        session: ({ session }) => (told.push(["callback"]), session),
      },
      events: { signIn: note("signIn"), session: note("session"), signOut: note("signOut") },
    }),
  )
  await browser.signIn()
  await browser.session()
  await browser.post("signout")
  assert.deepEqual(told, [
    ["signIn", ["user", "account"]],
    ["callback"],
    ["session", ["session", "token"]],
    ["signOut", ["token"]],
  ])
})

test("a level that the logger leaves out goes to the console", async (t) => {
  const shouted = t.mock.method(console, "error", () => {})
  const warned = t.mock.method(console, "warn", () => {})
  const error = new Error("no")
  const browser = new Browser(options({ logger: undefined, callbacks: { session: () => Promise.reject(error) } }))
  await browser.signIn()
  await browser.session()
  const [code, about] = shouted.mock.calls[0].arguments
  assert.equal(code, "[next-auth][error][JWT_SESSION_ERROR]")
  assert.equal(about, error)
  assert.match(warned.mock.calls[0].arguments[0], /COMPAT_PROFILE/)
})

test("debug lines reach an application's logger, but the console only when they are asked for", async (t) => {
  const printed = t.mock.method(console, "debug", () => {})
  const big = { user: () => ({ id: "7", name: "A".repeat(5000) }) }
  const logger = recorder()
  await new Browser(options({ ...big, logger })).signIn()
  assert.equal(about(logger, "CHUNKING_SESSION_COOKIE").length, 1)
  await new Browser(options({ ...big, logger: { error() {}, warn() {} } })).signIn()
  assert.equal(printed.mock.callCount(), 0)
  await new Browser(options({ ...big, debug: true, logger: { error() {}, warn() {} } })).signIn()
  assert.match(printed.mock.calls[0].arguments[0], /CHUNKING_SESSION_COOKIE/)
})

test("lines of clients reach an application's own logger", async () => {
  const logger = recorder()
  const browser = new Browser(options({ logger }))
  await browser.post("_log", { level: "error", code: "CLIENT_FETCH_ERROR", url: "/api/auth/session" })
  const [line] = about(logger, "CLIENT_FETCH_ERROR")
  assert.equal(line.url, "/api/auth/session")
})

test("a sign-out whose token the application's decoder refuses is told with null", async () => {
  const told = []
  const jwt = { encode: () => "sealed", decode: () => null }
  const browser = new Browser(options({ jwt, events: { signOut: (message) => void told.push(message) } }))
  await browser.signIn()
  await browser.post("signout")
  assert.deepEqual(told, [{ token: null }])
})

test("the body of a GET is not read", async () => {
  const browser = new Browser(options())
  const body = { callbackUrl: "/inside", json: "true" }
  const reply = await browser.engine.answer({ method: "GET", nextauth: ["csrf"], cookies: {}, headers: {}, body })
  assert.ok(reply.cookies.some((cookie) => cookie.startsWith("next-auth.callback-url=http%3A%2F%2Flocalhost%3A3000;")))
})
