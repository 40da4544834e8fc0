// What the application throws is what its logger and its host get.
import assert from "node:assert/strict"
import { test } from "node:test"
import { about, Browser, options, recorder, SESSION } from "./support/host.mjs"

class Refused extends Error {
  detail = { code: 42 }
}

const thrower = (error) => () => {
  throw error
}

/** As by `assert.rejects`, for values that are no errors too. */
async function rejection(promise) {
  try {
    await promise
  } catch (error) {
    return { error }
  }
  assert.fail("it was answered")
}

for (const [name, error] of [
  ["an error", new Refused("no")],
  ["text", "no"],
  ["undefined", undefined],
  ["an object without a prototype", Object.create(null)],
]) {
  test(`compat: what jwt throws at the sign-in escapes: ${name}`, async () => {
    const logger = recorder()
    for (const jwt of [thrower(error), () => Promise.reject(error)]) {
      const browser = new Browser(options({ logger, callbacks: { jwt } }))
      const escaped = await rejection(browser.signIn())
      assert.equal(escaped.error, error)
      assert.equal(browser.cookies[SESSION], undefined)
    }
    const [first, second] = about(logger, "CALLBACK_CREDENTIALS_ERROR")
    assert.ok(first === error && second === error)
  })
}

test("strict: it sends the user to the error page, and the logger gets it", async () => {
  const error = new Refused("secret detail")
  const logger = recorder()
  const browser = new Browser(options({ profile: "strict", logger, callbacks: { jwt: thrower(error) } }))
  const reply = await browser.signIn()
  assert.match(reply.body.url, /error\?error=Callback$/)
  assert.equal(about(logger, "CALLBACK_CREDENTIALS_ERROR")[0], error)
})

for (const callback of ["jwt", "session"]) {
  test(`what ${callback} throws ends the session that is read`, async () => {
    const error = new Refused("no")
    const logger = recorder()
    let broken = false
    const callbacks = { [callback]: (call) => (broken ? thrower(error)() : (call.session ?? call.token)) }
    const browser = new Browser(options({ logger, callbacks }))
    await browser.signIn()
    broken = true
    assert.deepEqual(await browser.session(), {})
    assert.equal(about(logger, "JWT_SESSION_ERROR")[0], error)
    assert.equal(browser.cookies[SESSION], undefined)
  })
}

for (const [name, token] of [
  ["a BigInt", { count: 1n }],
  ["itself", (() => { const circle = {}; return (circle.self = circle) })()],
  ["a toJSON that throws", { toJSON: thrower(new TypeError("not me")) }],
]) {
  test(`a token that JSON cannot write, for it holds ${name}: the session is shown once more and ends`, async () => {
    const logger = recorder()
    let broken = false
    const browser = new Browser(
      options({ logger, callbacks: { jwt: (call) => (broken ? token : call.token) } }),
    )
    await browser.signIn()
    broken = true
    assert.equal((await browser.session()).user.name, "Ada")
    assert.equal(browser.cookies[SESSION], undefined)
    assert.ok(about(logger, "JWT_SESSION_ERROR")[0] instanceof TypeError)
  })
}

test("what authorize and signIn throw is worded in the URL in the compat profile only", async () => {
  const parts = [
    { user: thrower(new Refused("too many tries & more")) },
    { callbacks: { signIn: thrower(new Refused("too many tries & more")) } },
  ]
  for (const part of parts) {
    const compat = await new Browser(options(part)).signIn()
    assert.match(compat.body.url, /error=too%20many%20tries%20%26%20more$/)
    const strict = await new Browser(options({ profile: "strict", ...part })).signIn()
    assert.ok(!strict.body.url.includes("many"))
  }
  const logger = recorder()
  const error = new Refused("hidden")
  await new Browser(options({ profile: "strict", logger, user: thrower(error) })).signIn()
  assert.equal(about(logger, "AUTHORIZE_ERROR")[0], error)
})

test("what events throw is logged and changes nothing", async () => {
  const error = new Refused("no")
  const logger = recorder()
  const events = { signIn: thrower(error), session: thrower(error), signOut: thrower(error) }
  const browser = new Browser(options({ logger, events }))
  await browser.signIn()
  assert.equal((await browser.session()).user.name, "Ada")
  await browser.post("signout")
  assert.equal(browser.cookies[SESSION], undefined)
  for (const event of ["SIGN_IN", "SESSION", "SIGN_OUT"]) {
    assert.equal(about(logger, `${event}_EVENT_ERROR`)[0], error)
  }
})

test("a logger that throws loses its line and no answer", async () => {
  const logger = { error: thrower(new Refused("full")), warn: thrower(new Refused("full")) }
  const browser = new Browser(options({ logger, callbacks: { session: thrower(new Refused("no")) } }))
  await browser.signIn()
  assert.deepEqual(await browser.session(), {})
})

test("the engine's own errors are Errors, with next-auth's code where there is one", async () => {
  const logger = recorder()
  const browser = new Browser(options({ logger }))
  browser.cookies[SESSION] = "not a token"
  assert.deepEqual(await browser.session(), {})
  const [error] = about(logger, "JWT_SESSION_ERROR")
  assert.ok(error instanceof Error && error.message.length > 0)

  await browser.get("signin", { callbackUrl: "javascript:alert(1)" })
  const [config] = about(logger, "INVALID_CALLBACK_URL_ERROR")
  assert.ok(config instanceof Error && config.code === "INVALID_CALLBACK_URL_ERROR")
})
