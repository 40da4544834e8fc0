// One application with next-auth 4.24.15 and with Authwire, swapped under a signed-in browser: nobody is signed out.
//
// `cargo xtask npm` first: the application installs the tarball.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { Browser } from "./support/browser.mjs"
import { built, started } from "./support/next.mjs"

const SESSION = "next-auth.session-token"

const ours = built("next-15")
const original = built("next-15-original")

for (const mount of ["simple", "advanced", "route", "route-advanced"]) {
  const base = `/api/${mount}`

  describe(mount, () => {
    const sides = []
    before(async () => {
      for (const app of [original, ours]) sides.push(await started(app, { base }))
    })
    after(async () => {
      for (const side of sides) await side.stop()
    })

    for (const [first, second] of [[0, 1], [1, 0]]) {
      const direction = first === 0 ? "there" : "and back"

      test(`${direction}: the session goes on, and is renewed by either side`, async () => {
        const browser = new Browser(sides[first].origin, base)
        await browser.signIn()
        const before = await browser.session()
        assert.equal(before.user.name, "Ada")

        browser.origin = sides[second].origin
        const { expires, ...seen } = await browser.session()
        const { expires: _, ...known } = before
        assert.deepEqual(seen, known)
        assert.ok(Date.parse(expires) >= Date.parse(before.expires))
        assert.match(await (await browser.fetch("/rsc")).text(), /Ada, admin, no expiry/)
        assert.match(await (await browser.fetch("/ssr")).text(), /<p id="who">Ada<\/p>/)
        assert.equal((await browser.fetch("/api/me")).headers.get("x-token-name"), "Ada")

        // By now the other side has written the cookie.
        browser.origin = sides[first].origin
        assert.equal((await browser.session()).user.role, "admin")
      })

      test(`${direction}: a form that one side showed is taken by the other`, async () => {
        const browser = new Browser(sides[first].origin, base)
        const html = await (await browser.get("signin?callbackUrl=/rsc")).text()
        const [, csrfToken] = html.match(/name="csrfToken" value="([0-9a-f]{64})"/)

        browser.origin = sides[second].origin
        const fields = { csrfToken, username: "ada", password: "lovelace" }
        const signedIn = await browser.send("callback/credentials", { method: "POST", body: new URLSearchParams(fields) })
        assert.equal(signedIn.status, 302)
        // Where to go is remembered in a cookie, with the origin of the side that wrote it.
        assert.match(signedIn.headers.get("location"), /^http:\/\/localhost:\d+(\/rsc)?$/)
        assert.ok(browser.cookies.has(SESSION))

        browser.origin = sides[first].origin
        assert.equal((await browser.post("signout", {})).status, 302)
        assert.ok(!browser.cookies.has(SESSION))
        browser.origin = sides[second].origin
        assert.deepEqual(await browser.session(), {})
      })
    }
  })
}
