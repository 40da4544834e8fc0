// Chromium in a built and started application: signing in and out, and everything that shows the session.
import assert from "node:assert/strict"
import { after, afterEach, before, beforeEach, describe, test } from "node:test"
import { built, started } from "../../test/support/next.mjs"
import { launch, visitor } from "./chromium.mjs"
import { click, comesBack, fillIn, says, signIn } from "./pages.mjs"

const SESSION = "next-auth.session-token"

/** Where the application mounts the engine, and the page that goes with it: of the Pages Router or of the App Router. */
const MOUNTS = { simple: "members", advanced: "members", route: "club", "route-advanced": "club", edge: "club" }

/** The tests of one application, built in one way. */
export function journey(name, variant) {
  const app = built(name, variant)
  let browser
  before(async () => (browser = await launch()))
  after(() => browser.close())

  for (const [mount, section] of Object.entries(MOUNTS)) {
    describe(`${name}${variant ? ` (${variant})` : ""}: ${mount}`, () => {
      const home = `/${section}/${mount}`
      let server, guest
      before(async () => (server = await started(app, { base: `/api/${mount}`, variant })))
      after(() => server.stop())
      beforeEach(async () => (guest = await visitor(browser, server.origin)))
      afterEach(async () => {
        await guest.leave()
        assert.deepEqual(guest.complaints, [])
      })

      test("the guard leads to the default page, which refuses a wrong password and then lets in", async () => {
        const page = await guest.tab("/private")
        assert.equal(new URL(page.url()).pathname, `/api/${mount}/signin`)
        assert.equal(await page.getByRole("button").count(), 1, "the PIN provider is hidden where there is one")
        await fillIn(page, "wrong")
        await page.getByText("Sign in failed. Check the details you provided are correct.").waitFor()
        assert.equal(new URL(page.url()).searchParams.get("error"), "CredentialsSignin")
        assert.ok(!(await guest.context.cookies()).some((cookie) => cookie.name === SESSION))

        await fillIn(page)
        await says(page, "secret", "members only")
        const cookie = (await guest.context.cookies()).find((cookie) => cookie.name === SESSION)
        assert.ok(cookie.httpOnly && cookie.sameSite === "Lax" && cookie.path === "/")
      })

      test("everybody shows the session until the sign-out", async () => {
        const page = await guest.tab()
        await signIn(page, home)
        // Pages and App Router, each with its own way to the session on the server, and the client's.
        for (const path of [`/members/${mount}`, `/club/${mount}`]) {
          const response = await page.goto(path)
          assert.equal(response.headers()["x-token-name"], "Ada", "getToken in the middleware")
          await says(page, "server", "Ada, admin")
          await says(page, "client", "Ada, admin")
          await says(page, "status", "authenticated")
        }
        const handler = await page.goto("/api/me")
        assert.equal((await handler.json()).session.user.role, "admin")

        await page.goto(home)
        await click(page, "Sign out")
        await says(page, "status", "unauthenticated")
        await says(page, "server", "nobody")
        assert.equal((await page.reload()).headers()["x-token-name"], "nobody")
        await page.goto("/private")
        assert.equal(new URL(page.url()).pathname, `/api/${mount}/signin`)
      })

      test("the default sign-out page", async () => {
        const page = await guest.tab()
        await signIn(page, home)
        await page.goto(`/api/${mount}/signout`)
        await click(page, "Sign out")
        await page.waitForURL((url) => !url.pathname.endsWith("/signout"))
        await page.goto(home)
        await says(page, "server", "nobody")
        await says(page, "status", "unauthenticated")
      })

      test("signing in and out without leaving the page", async () => {
        const page = await guest.tab(home)
        await says(page, "status", "unauthenticated")
        await click(page, "Sign in here, wrongly")
        await says(page, "answer", "false 401 CredentialsSignin")
        await says(page, "status", "unauthenticated")
        await click(page, "Sign in here")
        await says(page, "answer", "true 200 null")
        await says(page, "client", "Ada, admin")
        await click(page, "Sign out here")
        await says(page, "status", "unauthenticated")
        assert.equal(new URL(page.url()).pathname, home)
      })

      test("an update and a sign-out reach the other tab", async () => {
        const page = await guest.tab()
        await signIn(page, home)
        // This page brings the session along. One whose client asks for it makes the other tabs ask as well, and such an
        // answer, under way, would write the old name over the new one.
        const other = await guest.tab(`/members/${mount}`)
        await says(other, "client", "Ada, admin")

        await click(page, "Rename")
        await says(page, "client", "Countess, admin")
        await says(other, "client", "Countess, admin")
        await other.reload()
        await says(other, "server", "Countess, admin")

        await click(page, "Sign out here")
        await says(page, "status", "unauthenticated")
        await says(other, "status", "unauthenticated")
      })

      test("the session is asked for again on focus", async () => {
        const page = await guest.tab()
        await signIn(page, home)
        await guest.context.clearCookies({ name: SESSION })
        await says(page, "status", "authenticated")
        await comesBack(page)
        await says(page, "status", "unauthenticated")
      })

      test("the session is asked for again by and by", async () => {
        const page = await guest.tab()
        await signIn(page, home)
        await page.goto(`${home}?interval=1`)
        await says(page, "status", "authenticated")
        await guest.context.clearCookies({ name: SESSION })
        await says(page, "status", "unauthenticated")
      })

      test("the log holds no error", () => {
        assert.doesNotMatch(server.log(), /error|unhandled|without sending a response/i)
      })
    })
  }
}
