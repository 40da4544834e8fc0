// The credentials journey over HTTP, in a real Next.js application with the packed package in next-auth's place.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { Browser } from "./browser.mjs"
import { built, started } from "./next.mjs"

const SESSION = "next-auth.session-token"

/** Where the application mounts the engine, in which form. */
const MOUNTS = {
  simple: "pages/api/[...nextauth]: NextAuth(options)",
  advanced: "pages/api/[...nextauth]: NextAuth(req, res, options)",
  route: "route handler: NextAuth(options) as GET and POST",
  "route-advanced": "route handler: NextAuth(req, context, options)",
  edge: "route handler under the Edge runtime",
}

/** The tests of one application. */
export function journey(name) {
  const app = built(name)

  for (const [mount, form] of Object.entries(MOUNTS)) {
    describe(`${name}: ${form}`, () => {
      let server
      before(async () => {
        server = await started(app, { base: `/api/${mount}` })
      })
      after(() => server.stop())

      const browse = () => new Browser(server.origin, `/api/${mount}`)

      test("the sign-in page shows the form", async () => {
        const page = await browse().get("signin")
        assert.equal(page.status, 200)
        assert.equal(page.headers.get("content-type"), "text/html")
        const html = await page.text()
        assert.match(html, new RegExp(`action="${server.origin}/api/${mount}/callback/credentials"`))
        assert.match(html, /placeholder="ada"/)
      })

      test("wrong credentials are refused", async () => {
        const browser = browse()
        const refused = await browser.signIn({ password: "wrong" })
        assert.equal(refused.status, 401)
        assert.match((await refused.json()).url, /error=CredentialsSignin/)
        assert.deepEqual(await browser.session(), {})
      })

      test("right ones sign in, everybody sees the session, signing out ends it", async () => {
        const browser = browse()
        browser.cookies.set("some-custom-cookie", "crumb")
        const signedIn = await browser.signIn({ callbackUrl: "/rsc" })
        assert.equal(signedIn.status, 200)
        assert.deepEqual(await signedIn.json(), { url: `${server.origin}/rsc` })

        const session = await browser.session()
        assert.deepEqual(session.user, { name: "Ada", email: "ada@example.com", id: "7", role: "admin" })
        assert.ok(Date.parse(session.expires) > Date.now())
        if (mount.endsWith("advanced")) assert.equal(session.someCookie, "crumb")

        const { session: seen } = await (await browser.fetch("/api/me")).json()
        assert.deepEqual(seen, { user: session.user })
        assert.equal((await browser.fetch("/api/me")).headers.get("x-token-name"), "Ada")
        const { session: atEdge } = await (await browser.fetch("/api/edge-me")).json()
        assert.deepEqual(atEdge, seen)
        assert.match(await (await browser.fetch("/rsc")).text(), /Ada, admin, no expiry/)
        const ssr = await browser.fetch("/ssr")
        assert.match(await ssr.text(), /<p id="who">Ada<\/p>/)
        assert.ok(ssr.headers.getSetCookie().some((cookie) => cookie.startsWith(`${SESSION}=`)))
        assert.deepEqual(await (await browser.fetch("/api/token")).json(), { role: "admin" })

        const signedOut = await browser.post("signout", { callbackUrl: "/rsc" })
        assert.equal(signedOut.status, 302)
        assert.equal(signedOut.headers.get("location"), `${server.origin}/rsc`)
        assert.ok(!browser.cookies.has(SESSION))
        assert.match(await (await browser.fetch("/rsc")).text(), />nobody</)
        assert.deepEqual(await (await browser.fetch("/api/edge-me")).json(), { session: null })
      })

      test("an update with JSON, and without its CSRF token", async () => {
        const browser = browse()
        await browser.signIn()
        const json = { headers: { "content-type": "application/json" } }
        const { csrfToken } = await (await browser.get("csrf")).json()
        const updated = await browser.send("session", { ...json, method: "POST", body: JSON.stringify({ csrfToken, data: {} }) })
        assert.equal((await updated.json()).user.name, "Ada")
        const refused = await browser.send("session", { ...json, method: "POST", body: "{}" })
        assert.equal(refused.status, 400)
        assert.deepEqual(await refused.json(), {})
        const malformed = await browser.send("session", { ...json, method: "POST", body: "{" })
        assert.equal(malformed.status, 400)
      })

      if (mount === "advanced") {
        test("a provider that was taken off the sign-in page is there for everything else", async () => {
          const browser = browse()
          assert.ok(!(await (await browser.get("signin")).text()).includes("PIN"))
          assert.deepEqual(Object.keys(await (await browser.get("providers")).json()), ["credentials", "pin"])
          assert.equal((await browser.post("callback/pin", { json: "true" })).status, 401)
        })
      }

      test("the log holds no error", () => {
        assert.doesNotMatch(server.log(), /error|unhandled|without sending a response/i)
      })
    })
  }
}
