// The package as native programs import it: ES modules and CommonJS, and next-auth's habits with both.
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { test } from "node:test"

const require = createRequire(import.meta.url)

test("the default export is the function, and holds itself as next-auth's exports object does", async () => {
  for (const path of ["authwire", "authwire/next"]) {
    const { default: NextAuth, getServerSession, unstable_getServerSession } = await import(path)
    assert.equal(typeof NextAuth, "function")
    assert.equal(NextAuth.length, 0)
    assert.equal(NextAuth.default, NextAuth)
    assert.equal(NextAuth.getServerSession, getServerSession)
    assert.equal(typeof unstable_getServerSession, "function")

    const exports = require(path)
    assert.equal(exports.__esModule, true)
    assert.equal(exports.default.default, exports.default)
    assert.equal(typeof exports.getServerSession, "function")
  }
})

test("factories are callable both ways", async () => {
  for (const id of ["credentials", "google", "github"]) {
    const { default: factory } = await import(`authwire/providers/${id}`)
    assert.equal(factory.default, factory)
    assert.equal(require(`authwire/providers/${id}`).default({}).id, id)
  }
})

test("jwt has its three functions, also on its default", async () => {
  const jwt = await import("authwire/jwt")
  for (const name of ["encode", "decode", "getToken"]) {
    assert.equal(jwt.default[name], jwt[name])
    assert.equal(typeof require("authwire/jwt")[name], "function")
    assert.equal(jwt[name].length, 1)
  }
})

test("what has only types resolves where next-auth's does, and nowhere else", async () => {
  for (const path of ["authwire/providers/index", "authwire/providers/oauth"]) {
    assert.deepEqual(Object.keys(await import(path)), [])
  }
  assert.throws(() => require("authwire/adapters"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" })
  assert.throws(() => require("authwire/providers"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" })
})
