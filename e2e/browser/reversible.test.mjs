// One application with next-auth 4.24.15 and with Authwire, swapped behind its address while somebody is signed in, with
// a tab open: nobody is signed out.
//
// `cargo xtask npm` first: the application installs the tarball.
import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { setTimeout } from "node:timers/promises"
import { built, started } from "../test/support/next.mjs"
import { freePort } from "../test/support/port.mjs"
import { launch, visitor } from "./support/chromium.mjs"
import { click, comesBack, looks, says, signIn } from "./support/pages.mjs"

const original = built("next-15-original")
const ours = built("next-15")

let browser
before(async () => (browser = await launch()))
after(() => browser.close())

for (const [mount, section] of [["simple", "members"], ["advanced", "members"], ["route", "club"], ["route-advanced", "club"]]) {
  describe(`/api/${mount}`, () => {
    const home = `/${section}/${mount}`
    let server
    after(() => server?.stop())

    async function swapTo(app) {
      const port = server?.port ?? (await freePort())
      await server?.stop()
      server = await started(app, { base: `/api/${mount}`, port })
    }

    for (const [first, second, title] of [[original, ours, "next-auth, then Authwire"], [ours, original, "Authwire, then next-auth"]]) {
      test(title, async () => {
        await swapTo(first)
        const guest = await visitor(browser, server.origin)
        const page = await guest.tab()
        await signIn(page, home)
        const waiting = await guest.tab(`/members/${mount}`)
        await says(waiting, "client", "Ada, admin")

        await swapTo(second)
        // The tab still runs the first one's client.
        const looked = [looks(waiting), looks(page)]
        await comesBack(waiting)
        for (const answer of looked) assert.equal((await (await answer).json()).user?.name, "Ada")
        await says(waiting, "client", "Ada, admin")
        // next-auth's client tells the other tabs nothing twice within a second.
        if (first === original) await setTimeout(1100)
        await click(waiting, "Rename")
        await says(waiting, "client", "Countess, admin")
        await says(page, "client", "Countess, admin")
        const response = await page.reload()
        assert.equal(response.headers()["x-token-name"], "Countess")
        await says(page, "server", "Countess, admin")
        await says(page, "client", "Countess, admin")

        // By now the second one has written the cookie.
        await swapTo(first)
        await page.reload()
        await says(page, "server", "Countess, admin")
        await says(page, "client", "Countess, admin")

        // And a tab of the second one's signs out at the first one's.
        await swapTo(second)
        await page.reload()
        await says(page, "client", "Countess, admin")
        await swapTo(first)
        await click(page, "Sign out")
        await says(page, "status", "unauthenticated")
        await says(page, "server", "nobody")
        await guest.leave()
        assert.deepEqual(guest.complaints, [])
      })
    }
  })
}
