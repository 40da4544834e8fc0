// Tokens, against next-auth's own.
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { test } from "node:test"
import { decode, encode, getToken } from "authwire/jwt"
import { SECRET, SESSION, withEnvironment } from "./support/hosts.mjs"

const reference = createRequire(import.meta.url)("next-auth/jwt")

const secret = SECRET
const claims = { name: "Ada", sub: "7", roles: ["a", "b"], nested: { deep: null }, emoji: "🦀", long: "x".repeat(3000) }

/** What the promise rejects with. */
const refusal = (promise) => promise.then(() => assert.fail("it was accepted"), (error) => error)

test("each reads the other's tokens, with and without a salt, with a secret of text or bytes", async () => {
  for (const salt of [undefined, "", "__Secure-next-auth.state"]) {
    for (const key of [secret, Buffer.from([0, 255, 254, 1, 2, 3])]) {
      const ours = await encode({ token: claims, secret: key, salt })
      const { iat, exp, jti, ...read } = await reference.decode({ token: ours, secret: key, salt })
      assert.deepEqual(read, claims)
      assert.equal(exp - iat, 30 * 24 * 60 * 60)
      assert.match(jti, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      const theirs = await reference.encode({ token: claims, secret: key, salt })
      const { name, long } = await decode({ token: theirs, secret: key, salt })
      assert.deepEqual([name, long], [claims.name, claims.long])
    }
  }
})

test("the stamp takes the token's place and leaves the token alone", async () => {
  const token = { exp: 1, name: "Ada", iat: 2, jti: "3" }
  const read = await decode({ token: await encode({ token, secret, maxAge: 60 }), secret })
  assert.deepEqual(token, { exp: 1, name: "Ada", iat: 2, jti: "3" })
  assert.deepEqual(Object.keys(read), ["exp", "name", "iat", "jti"])
  assert.equal(read.exp - read.iat, 60)
})

test("no token is null; what is refused is refused in jose's words", async () => {
  assert.equal(await decode({ token: "", secret }), null)
  assert.equal(await decode({ secret }), null)
  const token = await encode({ token: claims, secret })
  const [header, , iv, text, tag] = token.split(".")
  const other = (value) => (value.startsWith("A") ? "B" : "A") + value.slice(1)
  const cases = [
    [token, "another secret", "JWEDecryptionFailed", "ERR_JWE_DECRYPTION_FAILED"],
    [[header, "", iv, other(text), tag].join("."), secret, "JWEDecryptionFailed", "ERR_JWE_DECRYPTION_FAILED"],
    [[header, "", iv, text, other(tag)].join("."), secret, "JWEDecryptionFailed", "ERR_JWE_DECRYPTION_FAILED"],
    ["not a token", secret, "JWEInvalid", "ERR_JWE_INVALID"],
    [await encode({ token: {}, secret, maxAge: -16 }), secret, "JWTExpired", "ERR_JWT_EXPIRED"],
  ]
  for (const [refused, key, name, code] of cases) {
    for (const read of [decode, reference.decode]) {
      const error = await refusal(read({ token: refused, secret: key }))
      assert.deepEqual([error.code, read === decode ? error.name : name], [code, name])
    }
  }
  assert.equal((await decode({ token: await encode({ token: {}, secret, maxAge: -14 }), secret })).exp > 0, true)
})

test("what next-auth never writes is not read: other algorithms, compression, odd spellings, wrapped keys", async () => {
  const { CompactEncrypt } = createRequire(createRequire(import.meta.url).resolve("next-auth/jwt"))("jose")
  const { hkdfSync } = await import("node:crypto")
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "NextAuth.js Generated Encryption Key", 32))
  const sealed = (header) => new CompactEncrypt(Buffer.from("{}")).setProtectedHeader(header).encrypt(key)
  assert.deepEqual(await decode({ token: await sealed({ enc: "A256GCM", alg: "dir" }), secret }), {})
  for (const header of [
    { alg: "dir", enc: "A128CBC-HS256" },
    { alg: "dir", enc: "A256GCM", zip: "DEF" },
    { alg: "dir", enc: "A256GCM", kid: "1" },
    { alg: "A256KW", enc: "A256GCM" },
  ]) {
    assert.ok((await refusal(decode({ token: await sealed(header), secret }))).code.startsWith("ERR_J"))
  }
  const token = await sealed({ alg: "dir", enc: "A256GCM" })
  for (const odd of [`${token}.`, `${token}=`, token.replace("..", ".AA."), ` ${token}`, "x".repeat(50_000)]) {
    assert.equal((await refusal(decode({ token: odd, secret }))).code, "ERR_JWE_INVALID")
  }
})

test("a secret is needed", async () => {
  for (const missing of [undefined, "", Buffer.alloc(0)]) {
    await assert.rejects(encode({ token: {}, secret: missing }), TypeError)
    await assert.rejects(decode({ token: "a.b.c.d.e", secret: missing }))
  }
})

test("without Node's module WebCrypto does the same", async () => {
  const { getBuiltinModule } = process
  process.getBuiltinModule = undefined
  try {
    const web = await import(`${import.meta.resolve("authwire/jwt")}?web`)
    const token = await web.encode({ token: claims, secret })
    assert.equal((await decode({ token, secret })).emoji, "🦀")
    assert.equal((await web.decode({ token: await encode({ token: claims, secret }), secret })).name, "Ada")
    const error = await refusal(web.decode({ token, secret: "another" }))
    assert.equal(error.code, "ERR_JWE_DECRYPTION_FAILED")
  } finally {
    process.getBuiltinModule = getBuiltinModule
  }
})

test("getToken finds the token where next-auth does", async () => {
  const token = await encode({ token: { name: "Ada" }, secret })
  const chunks = Object.fromEntries(token.match(/.{1,80}/g).map((chunk, index) => [`${SESSION}.${index}`, chunk]))
  const requests = [
    { cookies: { [SESSION]: token } },
    { cookies: new Map([[SESSION, token]]) },
    { cookies: { getAll: () => [{ name: SESSION, value: token }] } },
    { cookies: { ...chunks, [`${SESSION}.11x`]: "x" } },
    { cookies: {}, headers: { authorization: `Bearer ${encodeURIComponent(token)}` } },
    { cookies: {}, headers: new Headers({ authorization: `Bearer ${token}` }) },
    new Request("http://localhost", { headers: { cookie: `a=b; ${SESSION}=${token}` } }),
  ]
  for (const req of requests) {
    assert.equal((await getToken({ req, secret })).name, "Ada")
    assert.equal(await getToken({ req, secret, raw: true }), token)
    assert.equal(await getToken({ req, secret: "another" }), null)
  }
  const nothing = [
    { cookies: {} },
    { cookies: {}, headers: { authorization: `bearer ${token}` } },
    { cookies: {}, headers: { authorization: "Bearer %" } },
    { cookies: { [`${SESSION}-other`]: token } },
    { cookies: { [SESSION]: "bad" }, headers: { authorization: `Bearer ${token}` } },
  ]
  for (const req of nothing) assert.equal(await getToken({ req, secret }), null)
  await assert.rejects(getToken({ secret }), { message: "Must pass `req` to JWT getToken()" })
})

test("getToken takes name, secret and decoder from the environment or the call", async () => {
  const token = await encode({ token: { name: "Ada" }, secret })
  const secure = { cookies: { [`__Secure-${SESSION}`]: token } }
  await withEnvironment({ NEXTAUTH_URL: "https://app.example", NEXTAUTH_SECRET: undefined, AUTH_SECRET: secret }, async () => {
    assert.equal((await getToken({ req: secure })).name, "Ada")
    assert.equal(await getToken({ req: secure, secureCookie: false }), null)
  })
  await withEnvironment({ NEXTAUTH_URL: undefined, VERCEL: "1" }, async () => {
    assert.equal((await getToken({ req: secure, secret })).name, "Ada")
  })
  const own = { cookies: { mine: "raw" } }
  const calls = []
  const read = (call) => (calls.push(call), { name: "Grace" })
  assert.equal((await getToken({ req: own, cookieName: "mine", secret, decode: read })).name, "Grace")
  assert.deepEqual(calls, [{ token: "raw", secret }])
})
