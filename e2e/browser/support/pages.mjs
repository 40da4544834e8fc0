// What a person does and sees on the pages of the application.
import assert from "node:assert/strict"

/** Waits until an element of the page says that. */
export async function says(page, id, text) {
  const element = page.locator(`#${id}`).filter({ hasText: text instanceof RegExp ? text : new RegExp(`^${text}$`) })
  await element.waitFor().catch(async () => {
    assert.fail(`${page.url()}: #${id} says ${await page.locator(`#${id}`).textContent({ timeout: 500 }).catch(String)}, not ${text}`)
  })
}

export const click = (page, name) => page.getByRole("button", { name, exact: true }).click()

/** Fills and sends the form of the default sign-in page, which is shown. */
export async function fillIn(page, password = "lovelace") {
  await page.getByLabel("Username").fill("ada")
  await page.getByLabel("Password").fill(password)
  await click(page, "Sign in with Password")
}

/** Shows an address and signs in on the default page, ending there. */
export async function signIn(page, path) {
  await page.goto(path)
  await says(page, "status", "unauthenticated")
  await click(page, "Sign in")
  await page.waitForURL(/\/signin\?/)
  await fillIn(page)
  await page.waitForURL((url) => url.pathname === path)
  await says(page, "client", "Ada, admin")
}

/** The next answer that a page gets when it asks for the session. Asking renews the cookie, so what follows may have to wait. */
export function looks(page) {
  return page.waitForResponse((response) => response.url().endsWith("/session") && response.request().method() === "GET")
}

/** A browser without windows never hides a page: the page is told that it came back. */
export const comesBack = (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")))
