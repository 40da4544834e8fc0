// Objects of the application stay the objects that they are.
import assert from "node:assert/strict"
import { test } from "node:test"
import { Browser, options, SESSION } from "./support/host.mjs"

class Membership {
  constructor(level) {
    this.level = level
  }
  get gold() {
    return this.level > 2
  }
}

test("the session callback's object is the body, the same reference", async () => {
  let returned
  const seen = new Date()
  const browser = new Browser(
    options({
      callbacks: {
        session({ session, token }) {
          returned = { zebra: 1, session, seen, id: token.sub, alpha: null, nothing: undefined }
          return returned
        },
      },
    }),
  )
  await browser.signIn()
  const body = await browser.session()
  assert.equal(body, returned)
  assert.equal(body.seen, seen)
  assert.deepEqual(Object.keys(body), ["zebra", "session", "seen", "id", "alpha", "nothing"])
  assert.equal(body.id, "7")
})

test("the object that the callback was given, changed in place, is the body too", async () => {
  let given
  const browser = new Browser(
    options({
      callbacks: {
        async session({ session }) {
          given = session
          session.user.membership = new Membership(3)
          return session
        },
      },
    }),
  )
  await browser.signIn()
  const body = await browser.session()
  assert.equal(body, given)
  assert.equal(body.user.membership.gold, true)
})

for (const [name, returned] of [["null", null], ["undefined", undefined], ["text", "nobody"]]) {
  test(`what is no object is the body too: ${name}`, async () => {
    const browser = new Browser(options({ callbacks: { session: () => returned } }))
    await browser.signIn()
    assert.equal(await browser.session(), returned)
    assert.ok(browser.cookies[SESSION], "the session goes on")
  })
}

test("authorize's user reaches signIn, jwt and the event as the same reference, with all that JSON cannot hold", async () => {
  const user = Object.assign(Object.create({ inherited: true }), {
    id: "7",
    name: "Ada",
    born: new Date("1815-12-10"),
    membership: new Membership(3),
    greet: () => "hello",
  })
  const seen = {}
  const accounts = []
  const browser = new Browser(
    options({
      user: () => user,
      callbacks: {
        signIn({ user, account, ...rest }) {
          seen.signIn = user
          accounts.push(account)
          assert.deepEqual(Object.keys(rest), ["credentials"])
          user.changed = true
          return true
        },
        jwt({ token, user, account, trigger, isNewUser }) {
          if (user) {
            seen.jwt = user
            accounts.push(account)
            assert.deepEqual([trigger, isNewUser], ["signIn", false])
            token.gold = user.membership.gold
            token.born = user.born
          }
          return token
        },
        session: ({ session, token }) => ({ ...session, token }),
      },
      events: {
        signIn({ user, account }) {
          seen.event = user
          accounts.push(account)
        },
      },
    }),
  )
  await browser.signIn()
  assert.equal(seen.signIn, user)
  assert.equal(seen.jwt, user)
  assert.equal(seen.event, user)
  assert.equal(user.born instanceof Date && user.membership instanceof Membership && user.changed, true)
  assert.equal(new Set(accounts).size, 1, "one account for all three")
  assert.deepEqual(accounts[0], { providerAccountId: "7", type: "credentials", provider: "credentials" })

  const { token } = await browser.session()
  assert.equal(token.gold, true)
  assert.equal(token.born, "1815-12-10T00:00:00.000Z", "a token is JSON")
})

test("credentials are the posted body itself", async () => {
  let credentials, request, confirmed
  const browser = new Browser(
    options({
      user(input, req) {
        assert.equal(this.id, "credentials")
        credentials = input
        request = req
        return { id: "7" }
      },
      callbacks: {
        signIn(call) {
          confirmed = call.credentials
          return true
        },
      },
    }),
  )
  const { body: csrf } = await browser.get("csrf")
  const body = { ...csrf, password: "x", nested: { when: new Date() } }
  const query = { from: ["a", "b"] }
  await browser.engine.answer({
    method: "POST",
    nextauth: ["callback", "credentials"],
    query,
    body,
    cookies: browser.cookies,
    headers: { "User-Agent": "test", "x-list": ["a", "b"], "x-latin": "\u00e9" },
  })
  assert.equal(credentials, body)
  assert.equal(confirmed, body)
  assert.equal(request.body, body)
  assert.equal(request.query, query)
  assert.equal(request.method, "POST")
  assert.deepEqual(request.headers, { "user-agent": "test", "x-list": "a, b", "x-latin": "\u00e9" })
})

test("a token that jwt changes in place shows in session.user, one that it makes anew does not", async () => {
  for (const [jwt, name] of [
    [({ token }) => ((token.name = "Countess"), token), "Countess"],
    [({ token }) => ({ ...token, name: "Countess" }), "Ada"],
    [async ({ token }) => ((token.name = "Countess"), { ...token }), "Countess"],
  ]) {
    const browser = new Browser(
      options({
        callbacks: {
          jwt: (call) => (call.user ? call.token : jwt(call)),
          session: ({ session, token }) => ({ ...session, token }),
        },
      }),
    )
    await browser.signIn()
    const { user, token } = await browser.session()
    assert.equal(user.name, name)
    assert.equal(token.name, "Countess")
  }
})

test("jwt, session and the event see one token", async () => {
  const tokens = []
  const keep = ({ token }) => void tokens.push(token)
  const browser = new Browser(
    options({
      callbacks: {
        jwt: (call) => (keep(call), call.token),
        session: (call) => (keep(call), call.session),
      },
      events: { session: keep },
    }),
  )
  await browser.signIn()
  tokens.length = 0
  await browser.session()
  assert.equal(tokens.length, 3)
  assert.equal(new Set(tokens).size, 1)
})

test("an update tells jwt so and hands over what the client sent", async () => {
  const calls = []
  const browser = new Browser(options({ callbacks: { jwt: (call) => (calls.push(call), call.token) } }))
  await browser.signIn()
  await browser.session()
  await browser.post("session", { data: { z: 1, a: [null, { b: 2 }] } })
  const [signIn, read, update] = calls
  assert.ok(!("session" in signIn))
  assert.ok(!("trigger" in read) && "session" in read && read.session === undefined)
  assert.equal(update.trigger, "update")
  assert.deepEqual(update.session, { z: 1, a: [null, { b: 2 }] })
})

test("order, null and absence survive", async () => {
  const browser = new Browser(
    options({
      user: () => ({ id: 7, name: "Ada", email: null, image: undefined }),
      callbacks: {
        jwt: ({ token, user }) => (user ? { zebra: null, ...token, alpha: { y: 1, b: [undefined], a: undefined } } : token),
      },
    }),
  )
  await browser.signIn()
  const { expires, ...session } = await browser.session()
  assert.equal(JSON.stringify(session), '{"user":{"name":"Ada","email":null}}')

  const shown = new Browser(options({ callbacks: { session: ({ session, token }) => ({ session, token }) } }))
  shown.cookies = browser.cookies
  const { session: inner, token } = await shown.session()
  assert.deepEqual(Object.keys(inner), ["user", "expires"])
  const { iat, exp, jti, ...claims } = token
  assert.equal(JSON.stringify(claims), '{"zebra":null,"name":"Ada","email":null,"sub":"7","alpha":{"y":1,"b":[null]}}')
  assert.ok(Number.isInteger(iat) && exp === iat + 30 * 86_400 && /^[0-9a-f-]{36}$/.test(jti))
})

test("a row number that is a BigInt is an id, and half an emoji ends nobody's session", async () => {
  const browser = new Browser(
    options({
      user: () => ({ id: 9007199254740993n, name: "Ada 😀".slice(0, 5) }),
      callbacks: { session: ({ session, token }) => ({ ...session, id: token.sub }) },
    }),
  )
  await browser.signIn()
  const { user, id } = await browser.session()
  assert.equal(id, "9007199254740993")
  assert.equal(user.name, "Ada \ufffd")

  const written = new Browser(
    options({ callbacks: { jwt: ({ token }) => ({ ...token, note: "\ud83d" }), session: ({ token }) => token } }),
  )
  await written.signIn()
  assert.equal((await written.session()).note, "\ud83d")
  assert.ok(written.cookies[SESSION])
})
