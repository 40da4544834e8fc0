// What the client does with the session. A case that is not marked as fixed holds for next-auth's client too.
import assert from "node:assert/strict"
import { mock } from "node:test"
import { ORIGIN } from "./browser.mjs"
import { alice, bob } from "./client-suite.mjs"

export function sessionCases(cases) {
  const { page, ours, react, React, require, both, fixed, mount, mountElement, settle, shown, message } = cases

  both("the exports", () => {
    const names = ["SessionContext", "SessionProvider", "getCsrfToken", "getProviders", "getSession", "signIn", "signOut", "useSession"]
    assert.deepEqual(Object.keys(cases.auth).sort(), names)
  })

  both("asks for the session on mount, and tells the other tabs", async () => {
    page.answers["GET session"] = { json: alice }
    const { seen, now } = await mount()
    assert.deepEqual(shown(seen[0]), { data: undefined, status: "loading" })
    assert.deepEqual(shown(now()), { data: alice, status: "authenticated" })
    assert.deepEqual(page.requests(), ["GET /api/auth/session"])
    assert.deepEqual(page.fetched[0].headers, { "Content-Type": "application/json" })
    const { timestamp, ...rest } = message()
    assert.deepEqual(rest, { event: "session", data: { trigger: "getSession" } })
    assert.ok(Number.isInteger(timestamp) && Math.abs(timestamp - Date.now() / 1000) < 5)
  })

  both("nobody is signed in", async () => {
    const { now } = await mount()
    assert.deepEqual(shown(now()), { data: null, status: "unauthenticated" })
  })

  both("a session that is given is not asked for", async () => {
    const { seen, now } = await mount({ session: alice })
    assert.deepEqual(shown(seen[0]), { data: alice, status: "authenticated" })
    assert.equal(now().data, alice)
    assert.deepEqual(page.requests(), [])
  })

  both("null is given: later looks ask nothing, another tab's message does", async () => {
    const { now } = await mount({ session: null })
    assert.deepEqual(shown(now()), { data: null, status: "unauthenticated" })
    await settle(() => page.fire(document, new page.dom.window.Event("visibilitychange")))
    assert.deepEqual(page.requests(), [])
    page.answers["GET session"] = { json: alice }
    await settle(() => page.storage("nextauth.message", JSON.stringify({ event: "session", data: { trigger: "getSession" }, timestamp: 1 })))
    assert.deepEqual(shown(now()), { data: alice, status: "authenticated" })
  })

  both("a later session of the parent is not taken", async () => {
    let replace
    function Parent() {
      const [session, set] = React.useState(alice)
      replace = set
      return React.createElement(cases.auth.SessionProvider, { session }, React.createElement(Show))
    }
    let last
    function Show() {
      last = cases.auth.useSession()
      return null
    }
    await mountElement(React.createElement(Parent))
    await settle(() => replace(bob))
    assert.equal(last.data, alice)
  })

  both("another tab signed out: asks, without telling further", async () => {
    const { now } = await mount({ session: alice })
    await settle(() => page.storage("nextauth.message", JSON.stringify({ event: "session", data: { trigger: "signout" }, timestamp: 1 })))
    assert.deepEqual(page.requests(), ["GET /api/auth/session"])
    assert.deepEqual(shown(now()), { data: null, status: "unauthenticated" })
    assert.equal(localStorage.getItem("nextauth.message"), null)
  })

  both("other messages of the storage do nothing", async () => {
    await mount({ session: alice })
    await settle(() => page.storage("other", JSON.stringify({ event: "session", data: {} })))
    await settle(() => page.storage("nextauth.message", JSON.stringify({ event: "other", data: {} })))
    await settle(() => page.storage("nextauth.message", JSON.stringify({ event: "session" })))
    await settle(() => page.storage("nextauth.message", null))
    assert.deepEqual(page.requests(), [])
  })

  both("refreshes when the user comes back, and tells the other tabs", async () => {
    const { now } = await mount({ session: alice })
    page.answers["GET session"] = { json: bob }
    page.visibility = "hidden"
    await settle(() => page.fire(document, new page.dom.window.Event("visibilitychange")))
    assert.deepEqual(page.requests(), [])
    page.visibility = "visible"
    await settle(() => page.fire(document, new page.dom.window.Event("visibilitychange")))
    assert.deepEqual(page.requests(), ["GET /api/auth/session"])
    assert.deepEqual(now().data, bob)
    assert.equal(message().data.trigger, "getSession")
  })

  both("refetchOnWindowFocus={false} does not", async () => {
    await mount({ session: alice, refetchOnWindowFocus: false })
    await settle(() => page.fire(document, new page.dom.window.Event("visibilitychange")))
    assert.deepEqual(page.requests(), [])
  })

  both("polls while somebody is signed in", async () => {
    mock.timers.enable({ apis: ["setInterval"] })
    const { now } = await mount({ session: alice, refetchInterval: 5 })
    page.answers["GET session"] = { json: alice }
    await settle(() => mock.timers.tick(4999))
    assert.deepEqual(page.requests(), [])
    await settle(() => mock.timers.tick(1))
    assert.equal(page.fetched.length, 1)
    page.answers["GET session"] = { json: {} }
    await settle(() => mock.timers.tick(5000))
    assert.equal(page.fetched.length, 2)
    assert.equal(now().status, "unauthenticated")
    await settle(() => mock.timers.tick(5000))
    assert.equal(page.fetched.length, 2)
  })

  both("refetchWhenOffline={false} pauses the polling", async () => {
    mock.timers.enable({ apis: ["setInterval"] })
    page.answers["GET session"] = { json: alice }
    await mount({ session: alice, refetchInterval: 5, refetchWhenOffline: false })
    await settle(() => page.fire(page.dom.window, new page.dom.window.Event("offline")))
    await settle(() => mock.timers.tick(20000))
    assert.equal(page.fetched.length, 0)
    await settle(() => page.fire(page.dom.window, new page.dom.window.Event("online")))
    await settle(() => mock.timers.tick(5000))
    assert.equal(page.fetched.length, 1)
  })

  both("polls offline unless told not to", async () => {
    mock.timers.enable({ apis: ["setInterval"] })
    page.answers["GET session"] = { json: alice }
    page.online = false
    await mount({ session: alice, refetchInterval: 5 })
    await settle(() => mock.timers.tick(5000))
    assert.equal(page.fetched.length, 1)
  })

  both("after unmounting nothing listens", async () => {
    mock.timers.enable({ apis: ["setInterval"] })
    await mount({ session: alice, refetchInterval: 5 })
    await cases.unmount()
    await settle(() => mock.timers.tick(50000))
    await settle(() => page.fire(document, new page.dom.window.Event("visibilitychange")))
    await settle(() => page.storage("nextauth.message", JSON.stringify({ event: "session", data: { trigger: "signout" }, timestamp: 1 })))
    assert.deepEqual(page.requests(), [])
  })

  both("basePath counts from the first render", async () => {
    await mount({ basePath: "/custom/auth" })
    assert.deepEqual(page.requests(), ["GET /custom/auth/session"])
  })

  both("the server fails: logged, told to the server, and nobody is signed in", async () => {
    page.answers["GET session"] = { status: 500, json: { message: "broken" } }
    const { now } = await mount()
    assert.equal(now().status, "unauthenticated")
    const [head, link, text, metadata] = page.logged[0]
    assert.equal(head, "[next-auth][error][CLIENT_FETCH_ERROR]")
    assert.equal(link, "\nhttps://next-auth.js.org/errors#client_fetch_error")
    assert.equal(text, "broken")
    assert.equal(metadata.url, "/api/auth/session")
    const fields = { level: "error", code: "CLIENT_FETCH_ERROR", error: "[object Object]", url: "/api/auth/session", message: "broken" }
    assert.deepEqual(page.beacons, [{ url: "/api/auth/_log", fields: { ...fields, client: "true" } }])
  })

  both("a page in place of JSON", async () => {
    page.answers["GET session"] = { status: 502, text: "<html>" }
    assert.equal(await cases.auth.getSession(), null)
    assert.match(page.logged[0][2], /Unexpected token '<', "<html>" is not valid JSON/)
    assert.equal(/\(status 502, text\/html\)/.test(page.logged[0][2]), ours)
  })

  both("the log goes to the path known at import, without beacons by fetch", async () => {
    const { sendBeacon } = navigator
    navigator.sendBeacon = undefined
    try {
      page.answers["GET session"] = { status: 500, json: { message: "broken" } }
      await mount({ basePath: "/custom/auth" })
      assert.deepEqual(page.requests(), ["GET /custom/auth/session", "POST /api/auth/_log"])
      assert.match(page.fetched[1].body, /^level=error&code=CLIENT_FETCH_ERROR&.*client=true$/)
    } finally {
      navigator.sendBeacon = sendBeacon
    }
  })

  both("update posts the data and takes the answer", async () => {
    const { now } = await mount({ session: alice })
    let answer
    page.answers["POST session"] = () => new Promise((resolve) => (answer = () => resolve({ json: bob })))
    let returned
    await settle(() => void now().update({ name: "Bob" }).then((session) => (returned = session)))
    assert.deepEqual(shown(now()), { data: alice, status: "loading" })
    await settle(answer)
    assert.deepEqual(page.requests(), ["GET /api/auth/csrf", "POST /api/auth/session"])
    assert.deepEqual(JSON.parse(page.fetched[1].body), { csrfToken: "csrf", data: { name: "Bob" } })
    assert.deepEqual(page.fetched[1].headers, { "Content-Type": "application/json" })
    assert.deepEqual(returned, bob)
    assert.deepEqual(shown(now()), { data: bob, status: "authenticated" })
    assert.equal(message().data.trigger, "getSession")
  })

  both("update without data sends no data", async () => {
    const { now } = await mount({ session: alice })
    page.answers["POST session"] = { json: alice }
    await settle(() => now().update())
    assert.equal(page.fetched[1].body, JSON.stringify({ csrfToken: "csrf" }))
  })

  both("update that is refused changes nothing", async () => {
    const { now } = await mount({ session: alice })
    page.answers["POST session"] = { status: 400, json: {} }
    let returned
    await settle(async () => (returned = await now().update()))
    assert.equal(returned, null)
    assert.deepEqual(shown(now()), { data: alice, status: "authenticated" })
    assert.equal(localStorage.getItem("nextauth.message"), null)
  })

  both("update without a session does nothing", async () => {
    const { now } = await mount({ session: null })
    assert.equal(await now().update({}), undefined)
    assert.deepEqual(page.requests(), [])
  })

  both("required: goes to the sign-in page and stays loading", async () => {
    const { seen } = await mount({ session: null }, { required: true })
    assert.ok(seen.every(({ status }) => status === "loading"))
    const query = new URLSearchParams({ error: "SessionRequired", callbackUrl: `${ORIGIN}/page?x=1` })
    assert.deepEqual(page.went, [`/api/auth/signin?${query}`])
  })

  fixed(
    "required: the sign-in page is below basePath",
    async () => {
      await mount({ session: null, basePath: "/custom/auth" }, { required: true })
      assert.match(page.went[0], /^\/custom\/auth\/signin\?/)
    },
    async () => {
      await mount({ session: null, basePath: "/custom/auth" }, { required: true })
      assert.match(page.went[0], /^\/api\/auth\/signin\?/)
    },
  )

  both("required: onUnauthenticated in place of the sign-in page", async () => {
    const onUnauthenticated = mock.fn()
    await mount({}, { required: true, onUnauthenticated })
    assert.equal(onUnauthenticated.mock.callCount(), 1)
    assert.deepEqual(page.went, [])
  })

  both("required: signed in", async () => {
    const { now } = await mount({ session: alice }, { required: true })
    assert.deepEqual(shown(now()), { data: alice, status: "authenticated" })
    assert.deepEqual(page.went, [])
  })

  both("no provider above", async () => {
    let error
    const Show = () => {
      try {
        cases.auth.useSession()
      } catch (thrown) {
        error = thrown
      }
      return null
    }
    await mountElement(React.createElement(Show))
    assert.equal(error.message, "[next-auth]: `useSession` must be wrapped in a <SessionProvider />")
  })

  both("no provider above, in production", async () => {
    const mode = process.env.NODE_ENV
    let outcome
    const Show = () => {
      process.env.NODE_ENV = "production"
      try {
        outcome = { returned: cases.auth.useSession() }
      } catch (error) {
        outcome = { message: error.message }
      } finally {
        process.env.NODE_ENV = mode ?? ""
      }
      return null
    }
    await mountElement(React.createElement(Show))
    const message = "[next-auth]: `useSession` must be wrapped in a <SessionProvider />"
    assert.deepEqual(outcome, ours ? { message } : { returned: undefined })
  })

  both("getCsrfToken and getProviders", async () => {
    assert.equal(await cases.auth.getCsrfToken(), "csrf")
    assert.equal((await cases.auth.getProviders()).google.name, "Google")
    page.answers["GET csrf"] = page.answers["GET providers"] = { json: {} }
    assert.equal(await cases.auth.getCsrfToken(), undefined)
    assert.equal(await cases.auth.getProviders(), null)
  })

  both("getSession can be told not to tell the other tabs", async () => {
    await cases.auth.getSession({ broadcast: false })
    assert.equal(localStorage.getItem("nextauth.message"), null)
    await cases.auth.getSession()
    assert.equal(message().event, "session")
  })

  /** How often the other tabs are told something, when two messages are sent at once. */
  async function told() {
    const storage = localStorage
    let value = null
    let told = 0
    globalThis.localStorage = {
      removeItem: () => (value = null),
      setItem: (_, next) => {
        if (next !== value) told += 1
        value = next
      },
    }
    mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_000 })
    try {
      await cases.auth.getSession()
      await cases.auth.getSession()
      return told
    } finally {
      mock.timers.reset()
      globalThis.localStorage = storage
    }
  }
  fixed(
    "the other tabs are told twice within a second",
    async () => assert.equal(await told(), 2),
    async () => assert.equal(await told(), 1),
  )

  both("storage that refuses is no error", async () => {
    const storage = localStorage
    globalThis.localStorage = { removeItem() {}, setItem: () => assert.fail("full") }
    try {
      assert.equal(await cases.auth.getSession(), null)
    } finally {
      globalThis.localStorage = storage
    }
  })

  both("an answer that is overtaken by a sign-out", async () => {
    const { now } = await mount({ session: alice })
    let slow
    page.answers["GET session"] = () => new Promise((resolve) => (slow = () => resolve({ json: alice })))
    await settle(() => page.fire(document, new page.dom.window.Event("visibilitychange")))
    page.answers["GET session"] = { json: {} }
    await settle(() => page.storage("nextauth.message", JSON.stringify({ event: "session", data: { trigger: "signout" }, timestamp: 1 })))
    assert.equal(now().status, "unauthenticated")
    await settle(slow)
    assert.equal(now().status, ours ? "unauthenticated" : "authenticated")
  })

  both("renders on a server, with the session that is given", () => {
    const { renderToString } = require("react-dom/server")
    const Show = () => React.createElement("b", null, cases.auth.useSession().data?.user.name ?? cases.auth.useSession().status)
    const html = (props) => renderToString(React.createElement(cases.auth.SessionProvider, props, React.createElement(Show)))
    assert.equal(html({ session: alice }), "<b>Alice</b>")
    assert.equal(html({}), "<b>loading</b>")
    assert.deepEqual(page.requests(), [])
  })

  if (react === 17) return
  both("strict mode mounts twice and ends with the session", async () => {
    page.answers["GET session"] = { json: bob }
    let last
    const Show = () => {
      last = cases.auth.useSession()
      return null
    }
    const provider = React.createElement(cases.auth.SessionProvider, { session: alice }, React.createElement(Show))
    await mountElement(React.createElement(React.StrictMode, null, provider))
    assert.deepEqual(last.data, bob)
  })
}
