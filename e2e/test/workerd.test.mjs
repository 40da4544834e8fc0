// The credentials journey in workerd, which takes WebAssembly only as a module of the worker and has none of Node's modules.
//
// `cargo xtask npm` first: the worker uses the tarball.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Browser } from "./support/browser.mjs"
import { workerd } from "./support/workerd.mjs"

let worker
before(async () => {
  worker = await workerd()
})
after(() => worker?.stop())

const browse = () => new Browser(worker.origin, "/api/auth")

test("the sign-in page names the worker's own host", async () => {
  const page = await browse().get("signin")
  assert.equal(page.status, 200)
  assert.match(await page.text(), new RegExp(`action="${worker.origin}/api/auth/callback/credentials"`))
})

test("wrong credentials are refused", async () => {
  assert.equal((await browse().signIn({ password: "wrong" })).status, 401)
})

test("right ones sign in, getToken reads the token, signing out ends the session", async () => {
  const browser = browse()
  assert.equal((await browser.signIn({})).status, 200)
  assert.deepEqual((await browser.session()).user, { name: "Ada", email: "ada@example.com" })
  assert.equal((await (await browser.fetch("/token")).json()).sub, "7")
  assert.equal((await browser.post("signout", {})).status, 302)
  assert.deepEqual(await browser.session(), {})
  assert.equal(await (await browser.fetch("/token")).json(), null)
})
