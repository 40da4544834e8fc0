// A thousand random payloads in each direction between this crate and the JavaScript libraries themselves. The README
// beside this file says how to run it. SEED repeats a run.
import { strict as assert } from "node:assert"
import { spawn } from "node:child_process"
import { createRequire } from "node:module"
import { test } from "node:test"
import { fileURLToPath } from "node:url"

const require = createRequire(import.meta.url)
const v4 = require("next-auth/jwt")
const { SessionStore } = require("./node_modules/next-auth/core/lib/cookie.js")
const v5 = await import("@auth/core/jwt")

const COUNT = 1000
const NOW = Math.floor(Date.now() / 1000)
const seed = Number(process.env.SEED ?? NOW)
console.log(`SEED=${seed}`)

/** Mulberry32: small, and the same everywhere. */
let state = seed >>> 0
function random() {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = (n) => Math.floor(random() * n)
const pick = (list) => list[below(list.length)]

const LETTERS = ["a", "Z", "0", " ", '"', "\\", "\n", "\0", "\u007f", "ß", "ж", "張", "🦀", "\u2028", "\ufeff", "e\u0301", "%", "<", "&"]
const string = (most) => Array.from({ length: below(most + 1) }, () => pick(LETTERS)).join("")
function number() {
  switch (below(6)) {
    case 0: return below(1000) - 500
    case 1: return Math.floor((random() - 0.5) * 2 ** 53)
    case 2: return random()
    case 3: return (random() - 0.5) * 10 ** (below(600) - 300)
    case 4: return pick([0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 2 ** 63, 2 ** 64, -(2 ** 63), 0.1 + 0.2])
    default: return NOW + below(1000)
  }
}
function value(depth) {
  switch (below(depth > 0 ? 7 : 4)) {
    case 0: return string(20)
    case 1: return number()
    case 2: return pick([true, false])
    case 3: return null
    case 4: return Array.from({ length: below(4) }, () => value(depth - 1))
    default: return object(depth - 1)
  }
}
const object = (depth) => Object.fromEntries(Array.from({ length: below(5) }, () => [string(6), value(depth)]))
function payload() {
  const claims = object(4)
  if (below(4)) Object.assign(claims, { name: string(20), email: string(20), picture: null, sub: String(below(1e9)) })
  if (!below(10)) Object.assign(claims, { iat: 5, exp: 6, jti: "old", last: true })
  if (!below(20)) claims.bio = "x".repeat(below(16000))
  // Times that are no times are refused by either side; here everything is to be taken.
  for (const time of ["nbf"]) delete claims[time]
  return claims
}

const SECRETS = ["secret", "s".repeat(200), "geheim-ß-🦀", "a secret of the usual length, 44 characters."]
const V4_SALTS = ["", "", "", "next-auth.state", "__Secure-next-auth.pkce.code_verifier", "my.own cookie"]
const V5_SALTS = ["authjs.session-token", "__Secure-authjs.session-token", "my.cookie"]
const LIBRARIES = {
  v4: {
    salts: V4_SALTS,
    secrets: () => [pick(SECRETS)],
    encode: ({ secrets, salt }, token) => v4.encode({ token, secret: secrets[0], salt }),
    decode: ({ secrets, salt }, token) => v4.decode({ token, secret: secrets[0], salt }),
  },
  v5: {
    salts: V5_SALTS,
    secrets: () => (below(2) ? [pick(SECRETS)] : ["new", pick(SECRETS), "older"]),
    encode: ({ secrets, salt }, token) => v5.encode({ token, secret: secrets, salt }),
    decode: ({ secrets, salt }, token) => v5.decode({ token, secret: secrets, salt }),
  },
}
const purpose = (profile) => ({ profile, secrets: LIBRARIES[profile].secrets(), salt: pick(LIBRARIES[profile].salts) })

/** Hands orders to the Rust side; EXCHANGE names its program if it is built already. */
async function authwire(orders) {
  const root = fileURLToPath(new URL("../../../../", import.meta.url))
  const [program, ...args] = process.env.EXCHANGE
    ? [process.env.EXCHANGE]
    : ["cargo", "run", "--quiet", "--package", "authwire-jose", "--example", "exchange"]
  const child = spawn(program, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] })
  const done = new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", resolve)
  })
  child.stdin.end(orders.map((order) => JSON.stringify(order) + "\n").join(""))
  let text = ""
  for await (const part of child.stdout.setEncoding("utf8")) text += part
  assert.equal(await done, 0, "the Rust side ended well")
  const answers = text.trimEnd().split("\n").map((line) => JSON.parse(line))
  assert.equal(answers.length, orders.length)
  return answers
}

for (const profile of ["v4", "v5"]) {
  const library = LIBRARIES[profile]

  test(`${profile}: ${COUNT} tokens of the library open here`, async () => {
    const orders = []
    const expected = []
    for (let count = 0; count < COUNT; count++) {
      const order = purpose(profile)
      order.token = await library.encode(order, payload())
      expected.push(await library.decode(order, order.token))
      orders.push({ ...order, now: NOW })
    }
    const answers = await authwire(orders)
    for (const [at, answer] of answers.entries()) {
      assert.equal(JSON.stringify(JSON.parse(answer.plaintext ?? "null")), JSON.stringify(expected[at]), JSON.stringify(orders[at]))
    }
  })

  test(`${profile}: ${COUNT} tokens of ours open in the library`, async () => {
    const orders = Array.from({ length: COUNT }, () => ({ ...purpose(profile), claims: JSON.stringify(payload()), now: NOW }))
    const answers = await authwire(orders)
    for (const [at, { token }] of answers.entries()) {
      const order = orders[at]
      const claims = JSON.parse(order.claims)
      const stamp = { iat: NOW, exp: NOW + 2592000, jti: "11111111-1111-4111-8111-111111111111" }
      assert.equal(JSON.stringify(await library.decode(order, token)), JSON.stringify(Object.assign(claims, stamp)), order.claims)
    }
  })

  test(`${profile}: what the library refuses is refused here`, async () => {
    const orders = []
    const refused = []
    for (let count = 0; count < COUNT; count++) {
      const order = purpose(profile)
      const token = await library.encode(order, { sub: "1", name: string(20) })
      const at = below(token.length)
      const other = purpose(profile)
      const changed = pick([
        { ...order, token: token.slice(0, at) + pick([..."AZaz09-_.=+/ "]) + token.slice(at + 1) },
        { ...order, token: token.slice(0, at) },
        { ...order, token: token.slice(0, at) + token.slice(at + 1) },
        { ...order, token: token.slice(0, at) + pick([..."A.="]) + token.slice(at) },
        { ...other, token },
        { ...order, token: await library.encode({ ...order, salt: `${order.salt}x` }, { sub: "1" }) },
      ])
      orders.push({ ...changed, now: NOW })
      refused.push(await library.decode(changed, changed.token).then((claims) => claims === null, () => true))
    }
    const answers = await authwire(orders)
    let stricter = 0
    for (const [at, { error }] of answers.entries()) {
      if (refused[at]) assert(error, JSON.stringify(orders[at]))
      else if (error) {
        // The same token in another spelling is the one thing that we refuse and the libraries take.
        assert.match(error, /base64url|segments|header/, JSON.stringify(orders[at]))
        stricter += 1
      }
    }
    assert(refused.filter(Boolean).length > COUNT / 2)
    console.log(`${profile}: ${refused.filter(Boolean).length} refused by both, ${stricter} by this crate alone`)
  })
}

test("v4: our tokens in chunks, under any cookie name, are sessions to getToken", async () => {
  const names = ["next-auth.session-token", "__Secure-next-auth.session-token", "my.cookie"]
  const orders = Array.from({ length: 100 }, (_, at) => ({
    profile: "v4",
    secrets: [pick(SECRETS)],
    salt: "",
    claims: JSON.stringify({ sub: String(at), bio: "x".repeat(at * 150) }),
    now: NOW,
  }))
  const answers = await authwire(orders)
  for (const [at, { token }] of answers.entries()) {
    const cookieName = names[at % names.length]
    const parts = token.match(/.{1,3933}/g)
    const cookies = Object.fromEntries(parts.map((part, index) => [parts.length > 1 ? `${cookieName}.${index}` : cookieName, part]))
    const store = new SessionStore({ name: cookieName, options: {} }, { cookies: {}, headers: {} }, { debug() {} })
    assert.deepEqual(Object.fromEntries(store.chunk(token, {}).map(({ name, value }) => [name, value])), cookies)
    const found = await v4.getToken({ req: { cookies, headers: {} }, cookieName, secret: orders[at].secrets[0] })
    assert.equal(found?.sub, String(at))
    assert.equal(found.bio.length, at * 150)
  }
})
