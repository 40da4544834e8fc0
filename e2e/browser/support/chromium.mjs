// Debian's Chromium, without a window.
import { existsSync } from "node:fs"
import { chromium } from "playwright-core"

const EXECUTABLE = "/usr/bin/chromium"
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** Milliseconds that a page has for what a test waits for. */
const PATIENCE = 15_000

export async function launch() {
  if (!existsSync(EXECUTABLE)) throw new Error(`${EXECUTABLE} is not there: \`apt-get install chromium\` brings it`)
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
}

/** Somebody who has not been there: no cookies, and a list of what the pages complained about. */
export async function visitor(browser, origin) {
  const context = await browser.newContext({ baseURL: origin })
  context.setDefaultTimeout(PATIENCE)
  const complaints = []
  context.on("weberror", (error) => complaints.push(String(error.error())))
  return {
    context,
    complaints,
    tab: (path) => context.newPage().then(async (page) => (path && (await page.goto(path)), page)),
    leave: () => context.close(),
  }
}
