// What the client does in a browser. The same cases run against next-auth's own client: what is not marked as fixed holds for both.
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { afterEach, beforeEach, mock, test } from "node:test"
import { entry, openPage, oracle, ORIGIN, pinReact } from "./browser.mjs"

const require = createRequire(import.meta.url)

const alice = { user: { name: "Alice" }, expires: "2100-01-01T00:00:00.000Z" }
const bob = { user: { name: "Bob" }, expires: "2100-01-01T00:00:00.000Z" }

export async function suite({ subject, react }) {
  pinReact(react)
  // The scheduler of React 17 never closes its channel, which keeps the process alive; without the class it uses timers.
  if (react === 17) globalThis.MessageChannel = undefined
  const page = openPage()
  globalThis.IS_REACT_ACT_ENVIRONMENT = true
  const React = require("react")
  const ReactDOM = require("react-dom")
  const client = react === 17 ? undefined : require("react-dom/client")
  const act = React.act ?? require("react-dom/test-utils").act
  assert.equal(Number(React.version.split(".")[0]), react)

  const ours = subject === "authwire"
  const load = ours ? await entry("src/react/index.ts") : oracle("next-auth/react")
  const both = (name, run) => test(`${subject}, React ${react}: ${name}`, run)
  /** A case in which the two differ; each holds to its own. */
  const fixed = (name, run, before) => both(name, ours ? run : before)

  let auth
  let unmount
  beforeEach(() => {
    page.reset()
    auth = load()
  })
  afterEach(async () => {
    await unmount?.()
    unmount = undefined
    mock.timers.reset()
  })

  /** Mounts a component that shows what `useSession` returns; the last of `seen` is what it shows now. */
  async function mount(props = {}, options) {
    const seen = []
    function Show() {
      seen.push(auth.useSession(options))
      return null
    }
    await mountElement(React.createElement(auth.SessionProvider, props, React.createElement(Show)))
    return { seen, now: () => seen.at(-1) }
  }
  async function mountElement(element) {
    const host = document.createElement("div")
    const root = client?.createRoot(host)
    unmount = () => act(async () => (root ? root.unmount() : ReactDOM.unmountComponentAtNode(host)))
    await act(async () => (root ? root.render(element) : ReactDOM.render(element, host)))
  }
  const settle = (run) => act(async () => void (await run?.()))
  const shown = ({ data, status }) => ({ data, status })
  const message = () => JSON.parse(localStorage.getItem("nextauth.message"))

  both("the exports", () => {
    const names = ["SessionContext", "SessionProvider", "getCsrfToken", "getProviders", "getSession", "signIn", "signOut", "useSession"]
    assert.deepEqual(Object.keys(auth).sort(), names)
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
      return React.createElement(auth.SessionProvider, { session }, React.createElement(Show))
    }
    let last
    function Show() {
      last = auth.useSession()
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
    await unmount()
    unmount = undefined
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
    assert.equal(await auth.getSession(), null)
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
        auth.useSession()
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
        outcome = { returned: auth.useSession() }
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
    assert.equal(await auth.getCsrfToken(), "csrf")
    assert.equal((await auth.getProviders()).google.name, "Google")
    page.answers["GET csrf"] = page.answers["GET providers"] = { json: {} }
    assert.equal(await auth.getCsrfToken(), undefined)
    assert.equal(await auth.getProviders(), null)
  })

  both("getSession can be told not to tell the other tabs", async () => {
    await auth.getSession({ broadcast: false })
    assert.equal(localStorage.getItem("nextauth.message"), null)
    await auth.getSession()
    assert.equal(message().event, "session")
  })

  both("storage that refuses is no error", async () => {
    const storage = localStorage
    globalThis.localStorage = { setItem: () => assert.fail("full") }
    try {
      assert.equal(await auth.getSession(), null)
    } finally {
      globalThis.localStorage = storage
    }
  })

  both("signIn: the providers cannot be had", async () => {
    page.answers["GET providers"] = { status: 500, json: { message: "x" } }
    assert.equal(await auth.signIn("google"), undefined)
    assert.deepEqual(page.went, ["/api/auth/error"])
  })

  both("signIn: no provider, an unknown provider", async () => {
    const query = new URLSearchParams({ callbackUrl: `${ORIGIN}/page?x=1` })
    await auth.signIn()
    await auth.signIn("unknown", { callbackUrl: "/next" })
    assert.deepEqual(page.went, [`/api/auth/signin?${query}`, "/api/auth/signin?callbackUrl=%2Fnext"])
    assert.deepEqual(page.requests(), ["GET /api/auth/providers", "GET /api/auth/providers"])
  })

  fixed(
    "signIn: a name that every object has is an unknown provider",
    async () => {
      await auth.signIn("toString")
      assert.match(page.went[0], /^\/api\/auth\/signin\?callbackUrl=/)
    },
    async () => {
      page.answers["POST signin/toString"] = { json: { url: `${ORIGIN}/x` } }
      await auth.signIn("toString")
      assert.equal(page.requests().at(-1), "POST /api/auth/signin/toString")
    },
  )

  both("signIn: OAuth posts and goes to the provider, even with redirect: false", async () => {
    page.answers["POST signin/google"] = { json: { url: "https://idp.example/authorize" } }
    assert.equal(await auth.signIn("google", { callbackUrl: "/next", redirect: false }, { prompt: "login" }), undefined)
    assert.deepEqual(page.requests(), ["GET /api/auth/providers", "GET /api/auth/csrf", "POST /api/auth/signin/google?prompt=login"])
    assert.deepEqual(page.fetched[2].headers, { "Content-Type": "application/x-www-form-urlencoded" })
    assert.equal(page.fetched[2].body, "callbackUrl=%2Fnext&redirect=false&csrfToken=csrf&json=true")
    assert.deepEqual(page.went, ["https://idp.example/authorize"])
    assert.equal(page.reloads, 0)
  })

  both("signIn: authorization parameters in every shape", async () => {
    page.answers["POST signin/google"] = { json: { url: "https://idp.example/" } }
    for (const params of ["a=1&b=2", [["a", "1"]], new URLSearchParams("a=1"), {}, undefined]) {
      await auth.signIn("google", undefined, params)
    }
    const posts = page.requests().filter((request) => request.startsWith("POST"))
    const tails = posts.map((request) => request.slice("POST /api/auth/signin/google".length))
    assert.deepEqual(tails, ["?a=1&b=2", "?a=1", "?a=1", "?", ""])
  })

  both("signIn: credentials post to the callback, and the URL is followed", async () => {
    page.answers["POST callback/credentials"] = { json: { url: `${ORIGIN}/next#part` } }
    assert.equal(await auth.signIn("credentials", { username: "a", password: "b", csrfToken: "x", none: undefined }), undefined)
    const body = Object.fromEntries(new URLSearchParams(page.fetched[2].body))
    const sent = { username: "a", password: "b", csrfToken: "csrf", none: "undefined", json: "true", callbackUrl: `${ORIGIN}/page?x=1` }
    assert.deepEqual(body, sent)
    assert.deepEqual(page.went, [`${ORIGIN}/next#part`])
    assert.equal(page.reloads, 1)
  })

  both("signIn: credentials with redirect: false", async () => {
    const { now } = await mount({ session: null })
    page.answers["GET session"] = { json: alice }
    page.answers["POST callback/credentials"] = { json: { url: `${ORIGIN}/next` } }
    let outcome
    await settle(async () => (outcome = await auth.signIn("credentials", { redirect: false })))
    assert.deepEqual(outcome, { error: null, status: 200, ok: true, url: `${ORIGIN}/next` })
    assert.deepEqual(page.went, [])
    assert.equal(now().status, "authenticated")
    assert.equal(localStorage.getItem("nextauth.message"), null)
  })

  both("signIn: credentials are refused", async () => {
    const url = `${ORIGIN}/api/auth/error?error=CredentialsSignin&provider=credentials`
    page.answers["POST callback/credentials"] = { status: 401, json: { url } }
    assert.deepEqual(await auth.signIn("credentials", { redirect: false }), { error: "CredentialsSignin", status: 401, ok: false, url: null })
    assert.equal(page.requests().length, 3)
    await auth.signIn("credentials")
    assert.deepEqual(page.went, [url])
  })

  both("signIn: e-mail with redirect: false", async () => {
    page.answers["POST signin/email"] = { json: { url: `${ORIGIN}/api/auth/verify-request?provider=email&type=email` } }
    const outcome = await auth.signIn("email", { redirect: false, email: "a@app.example" })
    assert.deepEqual(outcome, { error: null, status: 200, ok: true, url: `${ORIGIN}/api/auth/verify-request?provider=email&type=email` })
  })

  both("signIn: a refused CSRF token looks like success", async () => {
    page.answers["POST callback/credentials"] = { json: { url: `${ORIGIN}/api/auth/signin?csrf=true` } }
    const outcome = await auth.signIn("credentials", { redirect: false })
    assert.deepEqual(outcome, { error: null, status: 200, ok: true, url: `${ORIGIN}/api/auth/signin?csrf=true` })
  })

  fixed(
    "signIn: a relative URL of the server",
    async () => {
      page.answers["POST callback/credentials"] = { json: { url: "/next?error=Blocked" } }
      assert.deepEqual(await auth.signIn("credentials", { redirect: false }), { error: "Blocked", status: 200, ok: true, url: null })
    },
    async () => {
      page.answers["POST callback/credentials"] = { json: { url: "/next?error=Blocked" } }
      await assert.rejects(auth.signIn("credentials", { redirect: false }), /Invalid URL/)
    },
  )

  fixed(
    "signIn: the server is misconfigured",
    async () => {
      page.answers["POST callback/credentials"] = { status: 500, json: { message: "There is a problem" } }
      const outcome = await auth.signIn("credentials", { redirect: false })
      assert.deepEqual(outcome, { error: "Configuration", status: 500, ok: false, url: null })
    },
    async () => {
      page.answers["POST callback/credentials"] = { status: 500, json: { message: "There is a problem" } }
      await assert.rejects(auth.signIn("credentials", { redirect: false }), /Invalid URL/)
    },
  )

  both("signIn: without a URL of the server it goes to callbackUrl", async () => {
    page.answers["POST signin/google"] = { status: 500, json: { message: "There is a problem" } }
    await auth.signIn("google", { callbackUrl: "/next" })
    await auth.signIn("google", { callbackUrl: `${ORIGIN}/next` })
    assert.deepEqual(page.went, ["/next", `${ORIGIN}/next`])
  })

  both("signIn: without a URL of the server, a callbackUrl elsewhere", async () => {
    page.answers["POST signin/google"] = { status: 500, json: { message: "There is a problem" } }
    const urls = ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http://["]
    for (const callbackUrl of urls) await auth.signIn("google", { callbackUrl })
    assert.deepEqual(page.went, ours ? urls.map(() => ORIGIN) : urls)
  })

  both("signIn: an answer that is not JSON", async () => {
    page.answers["POST signin/google"] = { text: "<html>" }
    await assert.rejects(auth.signIn("google"), SyntaxError)
  })

  both("signOut posts, tells the other tabs, and goes where the server says", async () => {
    page.answers["POST signout"] = { json: { url: `${ORIGIN}/bye#x` } }
    assert.equal(await auth.signOut({ callbackUrl: "/bye" }), undefined)
    assert.deepEqual(page.requests(), ["GET /api/auth/csrf", "POST /api/auth/signout"])
    assert.deepEqual(page.fetched[1].headers, { "Content-Type": "application/x-www-form-urlencoded" })
    assert.equal(page.fetched[1].body, "csrfToken=csrf&callbackUrl=%2Fbye&json=true")
    assert.deepEqual(page.went, [`${ORIGIN}/bye#x`])
    assert.equal(page.reloads, 1)
    const { timestamp, ...rest } = message()
    assert.deepEqual(rest, { event: "session", data: { trigger: "signout" } })
  })

  both("signOut: the present page is the default", async () => {
    page.answers["POST signout"] = { json: {} }
    await auth.signOut()
    assert.deepEqual(page.went, [`${ORIGIN}/page?x=1`])
  })

  both("signOut with redirect: false refreshes and returns the URL", async () => {
    const { now } = await mount({ session: alice })
    page.answers["POST signout"] = { json: { url: `${ORIGIN}/bye` } }
    let outcome
    await settle(async () => (outcome = await auth.signOut({ redirect: false })))
    assert.deepEqual(outcome, { url: `${ORIGIN}/bye` })
    assert.equal(now().status, "unauthenticated")
    assert.deepEqual(page.went, [])
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
    const Show = () => React.createElement("b", null, auth.useSession().data?.user.name ?? auth.useSession().status)
    const html = (props) => renderToString(React.createElement(auth.SessionProvider, props, React.createElement(Show)))
    assert.equal(html({ session: alice }), "<b>Alice</b>")
    assert.equal(html({}), "<b>loading</b>")
    assert.deepEqual(page.requests(), [])
  })

  if (react === 17) return
  both("strict mode mounts twice and ends with the session", async () => {
    page.answers["GET session"] = { json: bob }
    let last
    const Show = () => {
      last = auth.useSession()
      return null
    }
    const provider = React.createElement(auth.SessionProvider, { session: alice }, React.createElement(Show))
    await mountElement(React.createElement(React.StrictMode, null, provider))
    assert.deepEqual(last.data, bob)
  })
}
