// A browser page for a client: jsdom, with a location that records where the page would have gone, and a fake server. One for each
// process.
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)

export const ORIGIN = "https://app.example"

/** Makes the globals of a page and returns what tests look at. */
export function openPage() {
  const { JSDOM } = require("jsdom")
  const dom = new JSDOM("<!doctype html><div id=root></div>", { url: `${ORIGIN}/page?x=1` })
  const page = { went: [], reloads: 0, fetched: [], beacons: [], logged: [], online: true, visibility: "visible", dom }

  let href
  const location = {
    origin: ORIGIN,
    get href() {
      return href
    },
    set href(url) {
      page.went.push(url)
    },
    reload: () => page.reloads++,
  }
  const bound = new Map()
  const window = new Proxy(dom.window, {
    get(target, key) {
      if (key === "location") return location
      const value = Reflect.get(target, key, target)
      if (typeof value !== "function" || /^[A-Z]/.test(String(key))) return value
      if (!bound.has(key)) bound.set(key, value.bind(target))
      return bound.get(key)
    },
  })
  const navigator = {
    get onLine() {
      return page.online
    },
    userAgent: dom.window.navigator.userAgent,
    sendBeacon: (url, body) => page.beacons.push({ url, fields: Object.fromEntries(new URLSearchParams(String(body))) }),
  }
  const globals = { window, navigator, document: dom.window.document, localStorage: dom.window.localStorage }
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  Object.defineProperty(dom.window.document, "visibilityState", { get: () => page.visibility, configurable: true })

  globalThis.fetch = async (url, options = {}) => {
    const method = (options.method ?? "GET").toUpperCase()
    const call = { request: `${method} ${url}`, headers: options.headers ?? {}, body: options.body && String(options.body) }
    page.fetched.push(call)
    const path = String(url).replace(/^.*\/auth\//, "").replace(/\?.*/, "")
    const answer = page.answers[`${method} ${path}`]
    const { status = 200, json, text } = typeof answer === "function" ? await answer(call) : (answer ?? { status: 404, text: "none" })
    return new Response(text ?? JSON.stringify(json), { status, headers: { "content-type": text ? "text/html" : "application/json" } })
  }
  console.error = (...args) => page.logged.push(args)

  page.reset = () => {
    href = `${ORIGIN}/page?x=1`
    Object.assign(page, { went: [], reloads: 0, fetched: [], beacons: [], logged: [], online: true, visibility: "visible" })
    page.answers = {
      "GET session": { json: {} },
      "GET csrf": { json: { csrfToken: "csrf" } },
      "GET providers": {
        json: {
          credentials: { id: "credentials", name: "Credentials", type: "credentials" },
          email: { id: "email", name: "Email", type: "email" },
          google: { id: "google", name: "Google", type: "oauth" },
        },
      },
    }
    localStorage.clear()
  }
  page.requests = () => page.fetched.map(({ request }) => request)
  page.fire = (target, event) => target.dispatchEvent(event)
  page.storage = (key, newValue) =>
    page.fire(dom.window, new dom.window.StorageEvent("storage", { key, newValue, storageArea: dom.window.localStorage }))
  page.reset()
  return page
}
