// Writes vectors.json: tokens made by the JavaScript libraries themselves, with the answer those
// libraries give when they read them back.
import { strict as assert } from "node:assert"
import { hkdfSync } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"

const NOW = 1_700_000_000
const RealDate = Date
let clock = NOW
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length) super(...args)
    else super(clock * 1000)
  }
  static now() {
    return clock * 1000
  }
}

const require = createRequire(import.meta.url)
const v4 = require("next-auth/jwt")
const jose = require("jose")
const v5 = await import("@auth/core/jwt")

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"))
const version = (name) => read(`./node_modules/${name}/package.json`).version

const text = new TextEncoder()
const hkdf = (secret, salt, info, length) =>
  new Uint8Array(hkdfSync("sha256", secret, salt, info, length))
const v4Key = (secret, salt = "") =>
  hkdf(secret, salt, `NextAuth.js Generated Encryption Key${salt ? ` (${salt})` : ""}`, 32)
const v5Key = (secret, salt, length) =>
  hkdf(secret, salt, `Auth.js Generated Encryption Key (${salt})`, length)
const kid = (key) =>
  jose.calculateJwkThumbprint(
    { kty: "oct", k: jose.base64url.encode(key) },
    `sha${key.byteLength << 3}`
  )
const jwe = (key, header, claims) =>
  new jose.CompactEncrypt(text.encode(typeof claims === "string" ? claims : JSON.stringify(claims)))
    .setProtectedHeader(header)
    .encrypt(key)

async function answer(profile, params) {
  try {
    const { decode } = profile === "v4" ? v4 : v5
    return { ok: true, claims: await decode(params) }
  } catch (error) {
    return { ok: false, error: error.code ?? error.name }
  }
}

const user = {
  name: "Jane",
  email: "jane@example.com",
  picture: null,
  sub: "42",
}
const unicode = {
  name: "Zoë 张伟 🦀 \u2028 \" \\ \u0000",
  "ключ": ["ß", "e\u0301", { "": "" }],
  sub: "\ud83d\ude80",
}
const large = {
  sub: "7",
  roles: Array.from({ length: 300 }, (_, index) => `role-${index}`),
  profile: { bio: "x".repeat(9000), nested: { a: [1, -2, 3.5, 1e21, 1e-7, 0, true, false, null] } },
}
const stale = { jti: "old", sub: "1", exp: 5, iat: 6, last: true }
const SESSION = "next-auth.session-token"
const secrets = { short: "secret", test: "test-secret", long: "s".repeat(200), utf8: "geheim-ß-🦀" }

const sealed = []
async function seal4(name, secret, salt, token, maxAge) {
  const params = { token, secret, ...(salt && { salt }), ...(maxAge && { maxAge }) }
  const made = await v4.encode(params)
  const { ok, claims } = await answer("v4", { ...params, token: made })
  assert(ok)
  sealed.push({ name, profile: "v4", secrets: [secret], salt, token: made, claims: JSON.stringify(claims) })
}
for (const [name, secret] of Object.entries(secrets)) await seal4(`session, ${name} secret`, secret, "", user)
await seal4("session, unicode claims", "secret", "", unicode)
await seal4("session, large claims", "secret", "", large)
await seal4("session, no claims", "secret", "", {})
await seal4("session, old stamps overwritten in place", "secret", "", stale)
await seal4("session, maxAge 60", "secret", "", user, 60)
for (const cookie of ["state", "nonce", "pkce.code_verifier"]) {
  for (const prefix of ["", "__Secure-"]) {
    const salt = `${prefix}next-auth.${cookie}`
    await seal4(`check cookie ${salt}`, "secret", salt, { value: "STATEVALUE", provider: "github" }, 900)
  }
}

const V5_COOKIES = ["authjs.session-token", "__Secure-authjs.session-token"]
async function seal5(name, all, salt, token) {
  const made = await v5.encode({ token, secret: all, salt })
  const { ok, claims } = await answer("v5", { token: made, secret: all, salt })
  assert(ok)
  sealed.push({ name, profile: "v5", secrets: all, salt, token: made, claims: JSON.stringify(claims) })
}
for (const salt of V5_COOKIES) {
  await seal5(`${salt}, one secret`, ["secret"], salt, user)
  await seal5(`${salt}, several secrets`, ["new", "secret", "older"], salt, user)
  await seal5(`${salt}, unicode claims`, ["secret"], salt, unicode)
  await seal5(`${salt}, large claims`, ["secret"], salt, large)
}
for (const [name, secretAt] of [["second", 1], ["third", 2]]) {
  const all = ["new", "secret", "older"]
  const [salt] = V5_COOKIES
  const token = await v5.encode({ token: user, secret: all[secretAt], salt })
  const { ok, claims } = await answer("v5", { token, secret: all, salt })
  assert(ok)
  sealed.push({ name: `kid picks the ${name} secret`, profile: "v5", secrets: all, salt, token, claims: JSON.stringify(claims) })
}

// The Auth.js encoder never writes these two, its decoder reads them.
const stamped = { ...user, iat: NOW, exp: NOW + 60, jti: "11111111-1111-4111-8111-111111111111" }
for (const [name, enc, length, named] of [
  ["A256GCM with kid", "A256GCM", 32, true],
  ["A256GCM without kid", "A256GCM", 32, false],
  ["A256CBC-HS512 without kid", "A256CBC-HS512", 64, false],
]) {
  const [salt] = V5_COOKIES
  const key = v5Key("secret", salt, length)
  const token = await jwe(key, { alg: "dir", enc, ...(named && { kid: await kid(key) }) }, stamped)
  const { ok, claims } = await answer("v5", { token, secret: ["secret"], salt })
  assert(ok)
  sealed.push({ name, profile: "v5", secrets: ["secret"], salt, token, claims: JSON.stringify(claims) })
}

const refused = []
async function refuse(name, profile, all, salt, token) {
  const secret = profile === "v4" ? all[0] : all
  const { ok } = await answer(profile, { token, secret, salt })
  refused.push({ name, profile, secrets: all, salt, token, library: ok ? "accepts" : "refuses" })
}
const key = v4Key("secret")
const gcm = { alg: "dir", enc: "A256GCM" }
const good = await jwe(key, gcm, stamped)
for (const [name, header] of [
  ["A128CBC-HS256", { alg: "dir", enc: "A128CBC-HS256" }],
  ["zip", { ...gcm, zip: "DEF" }],
  ["typ", { ...gcm, typ: "JWT" }],
  ["cty", { ...gcm, cty: "JWT" }],
  ["kid", { ...gcm, kid: "0" }],
  ["A256KW", { alg: "A256KW", enc: "A256GCM" }],
  ["A256GCMKW", { alg: "A256GCMKW", enc: "A256GCM" }],
  ["PBES2", { alg: "PBES2-HS256+A128KW", enc: "A256GCM" }],
]) await refuse(name, "v4", ["secret"], "", await jwe(key, header, stamped))
await refuse("A128GCM", "v4", ["secret"], "", await jwe(key.slice(0, 16), { alg: "dir", enc: "A128GCM" }, stamped))
await refuse("JWS", "v4", ["secret"], "",
  await new jose.SignJWT(stamped).setProtectedHeader({ alg: "HS256" }).sign(key))
await refuse("encrypted key", "v4", ["secret"], "", good.replace("..", ".AAAA."))
await refuse("padding", "v4", ["secret"], "", `${good}==`)
await refuse("standard alphabet", "v4", ["secret"], "", good.replaceAll("-", "+").replaceAll("_", "/"))
await refuse("trailing bits", "v4", ["secret"], "", trailingBits(good))
await refuse("newline", "v4", ["secret"], "", `${good}\n`)
await refuse("another secret", "v4", ["other"], "", good)
await refuse("session token as state cookie", "v4", ["secret"], "next-auth.state", good)
for (const [name, header, claims] of [
  ["v5 zip", { alg: "dir", enc: "A256CBC-HS512", zip: "DEF" }, stamped],
  ["v5 unknown kid", { alg: "dir", enc: "A256CBC-HS512", kid: "unknown" }, stamped],
  ["v5 typ", { alg: "dir", enc: "A256CBC-HS512", typ: "JWT" }, stamped],
]) await refuse(name, "v5", ["secret"], V5_COOKIES[0], await jwe(v5Key("secret", V5_COOKIES[0], 64), header, claims))
await refuse("v5 no kid, second secret", "v5", ["new", "secret"], V5_COOKIES[0],
  await jwe(v5Key("secret", V5_COOKIES[0], 64), { alg: "dir", enc: "A256CBC-HS512" }, stamped))
await refuse("v5 other cookie name", "v5", ["secret"], V5_COOKIES[1],
  await v5.encode({ token: user, secret: "secret", salt: V5_COOKIES[0] }))
await refuse("v5 key wrap", "v5", ["secret"], V5_COOKIES[0],
  await jwe(v5Key("secret", V5_COOKIES[0], 32), { alg: "A256KW", enc: "A256GCM" }, stamped))

/** Sets the lowest, unused bit of the last character; 16 bytes leave four bits unused. */
function trailingBits(token) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)) | 1]
}

// Claims as JSON text, with what next-auth's decoder says about them at the time NOW.
const edges = []
for (const claims of [
  `{"exp":${NOW - 14}}`, `{"exp":${NOW - 15}}`, `{"exp":${NOW - 16}}`,
  `{"exp":${NOW - 14}.5}`, `{"exp":${NOW - 15}.5}`, `{"exp":${NOW - 16}.5}`, `{"exp":1e300}`,
  `{"nbf":${NOW + 15}}`, `{"nbf":${NOW + 16}}`, `{"nbf":${NOW + 15}.5}`, `{"nbf":${NOW + 14}.5}`,
  `{"nbf":1e300}`, `{"iat":${NOW + 9999}}`, `{"iat":0}`, `{"iat":1.5}`, `{}`,
  `{"exp":0}`, `{"exp":-1}`, `{"nbf":-1}`, `{"iat":-1}`,
  ...["iat", "nbf", "exp"].flatMap((claim) =>
    [`"${NOW + 60}"`, "true", "null", "{}", "[]", "1e400"].map((value) => `{"${claim}":${value}}`)),
  `[]`, `"text"`, `1`, `null`, ``, `{`, `{"sub":"1"}x`, `{"sub":"1","sub":"2"}`, `{"a":{"b":1,"b":2}}`,
  ` {"sub" : "1"} `,
]) {
  const token = await jwe(key, gcm, claims)
  const { ok, error } = await answer("v4", { token, secret: "secret" })
  edges.push({ claims, token, ok, ...(error && { error }) })
}

const made_with = Object.fromEntries(
  ["next-auth", "@auth/core", "jose"].map((name) => [name, version(name)])
)
writeFileSync(
  new URL("./vectors.json", import.meta.url),
  `${JSON.stringify({ made_with, now: NOW, sealed, refused, edges }, null, 1)}\n`
)
console.log(`${sealed.length} sealed, ${refused.length} refused, ${edges.length} edges`)
