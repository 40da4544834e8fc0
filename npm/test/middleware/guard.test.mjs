// The guard of routes. The same cases run against next-auth's own: where the two differ, both outcomes are written down.
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { after, beforeEach, test } from "node:test"
import { entry, oracle } from "../react/subject.mjs"

const require = createRequire(import.meta.url)
const { NextRequest, NextResponse } = require("next/server")
const { encode } = require("next-auth/jwt")

const SECRET = "a secret for tests that is long enough"
const ORIGIN = "http://localhost:3000"
const subjects = { authwire: await entry("src/middleware/index.ts"), "next-auth": oracle("next-auth/middleware") }

const VARIABLES = ["NEXTAUTH_URL", "NEXTAUTH_SECRET", "AUTH_SECRET", "VERCEL"]
const before = VARIABLES.map((name) => process.env[name])
after(() => VARIABLES.forEach((name, index) => set(name, before[index])))
function set(name, value) {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}

let logged
console.error = (...args) => logged.push(args)
beforeEach(() => {
  logged = []
  VARIABLES.forEach((name) => set(name, undefined))
  set("NEXTAUTH_SECRET", SECRET)
})

const session = await encode({ token: { name: "Alice", sub: "1" }, secret: SECRET })

function request(path, { signedIn = false, cookie = signedIn ? `next-auth.session-token=${session}` : undefined, basePath, ...init } = {}) {
  const headers = { ...init.headers, ...(cookie ? { cookie } : {}) }
  return new NextRequest(path.startsWith("http") ? path : `${ORIGIN}${path}`, { ...init, headers, ...(basePath ? { nextConfig: { basePath } } : {}) })
}

/** `"passes"`, or where the visitor is sent. */
function outcome(response) {
  if (response === undefined) return "passes"
  assert.equal(response.status, 307)
  return response.headers.get("location")
}
const signIn = (callbackUrl, page = "/api/auth/signin") => `${ORIGIN}${page}?${new URLSearchParams({ callbackUrl })}`

for (const [subject, load] of Object.entries(subjects)) {
  const ours = subject === "authwire"
  const both = (name, run) => test(`${subject}: ${name}`, () => run(load()))
  const visit = async ({ withAuth }, path, options, init) => outcome(await withAuth(options ?? {})(request(path, init), {}))

  both("the exports", (module) => {
    const names = Object.keys(module).sort()
    assert.deepEqual(names, ours ? ["default", "middleware", "proxy", "withAuth"] : ["default", "withAuth"])
    assert.equal(module.default, module.withAuth)
    if (ours) assert.equal(module.default.default, module.withAuth)
  })

  both("as a middleware itself", async ({ default: withAuth }) => {
    const event = { waitUntil() {}, passThroughOnException() {} }
    assert.equal(outcome(await withAuth(request("/admin?a=b"), event)), signIn("/admin?a=b"))
    assert.equal(outcome(await withAuth(request("/admin", { signedIn: true }), event)), "passes")
    assert.equal(outcome(await withAuth(request("/admin"))), signIn("/admin"))
    assert.equal(outcome(await withAuth(request("/admin"), { pages: { signIn: "/login" } })), signIn("/admin", "/login"))
    const redirect = await withAuth(request("/admin"))
    assert.ok(redirect instanceof NextResponse)
  })

  both("made of options", async ({ withAuth }) => {
    const middleware = withAuth({ pages: { signIn: "/login?theme=dark" } })
    assert.equal(outcome(await middleware(request("/admin"), {})), `${ORIGIN}/login?theme=dark&callbackUrl=%2Fadmin`)
    assert.equal(outcome(await middleware(request("/admin", { signedIn: true }), {})), "passes")
    assert.equal(outcome(await withAuth(undefined)(request("/admin"), {})), signIn("/admin"))
  })

  both("around a middleware", async ({ withAuth }) => {
    const seen = []
    const event = {}
    const answer = NextResponse.json({ ok: true })
    const inner = async (req, given) => (seen.push([req.nextauth.token?.name, given]), answer)
    for (const middleware of [withAuth(inner), withAuth(inner, {})]) {
      assert.equal(await middleware(request("/admin", { signedIn: true }), event), answer)
      assert.equal(outcome(await middleware(request("/admin"), event)), signIn("/admin"))
      assert.equal(outcome(await middleware(request("/api/auth/session", { signedIn: true }), event)), "passes")
    }
    assert.deepEqual(seen, [["Alice", event], ["Alice", event]])
    const open = withAuth((req) => void seen.push(req.nextauth.token), { callbacks: { authorized: () => true } })
    assert.equal(await open(request("/admin"), event), undefined)
    assert.equal(seen.at(-1), null)
  })

  both("without any argument", async ({ withAuth }) => {
    await assert.rejects(withAuth(), TypeError)
  })

  both("a request of another realm", async ({ withAuth }) => {
    const { nextUrl, cookies, headers } = request("/admin")
    const foreign = { nextUrl, cookies, headers }
    const answer = await withAuth(foreign, {})
    // Read as options it yields a function, and Next.js an error.
    if (ours) assert.equal(outcome(answer), signIn("/admin"))
    else assert.equal(typeof answer, "function")
  })

  both("what is exempt", async (module) => {
    const paths = [
      "/api/auth", "/api/auth/session", "/api/auth/callback/google?code=1", "/_next/static/chunks/app/%5Bslug%5D/page.js",
      "/_next/image?url=x", "/favicon.ico", "/api/auth/signin", "/api/auth/error",
    ]
    for (const path of paths) assert.equal(await visit(module, path), "passes", path)
    const pages = { signIn: "/login", error: "/oops" }
    for (const path of ["/login", "/login?callbackUrl=/", "/oops"]) assert.equal(await visit(module, path, { pages }), "passes", path)
    for (const path of ["/login/x", "/loginx", "/x/login", "/x?y=/login", "/"]) {
      assert.equal(await visit(module, path, { pages }), signIn(path, "/login"), path)
    }
  })

  both("s_116 s_035 what merely looks exempt", async (module) => {
    // The second column says what next-auth does.
    const paths = [
      ["/api/authors", "passes"],
      ["/api/auth-admin", "passes"],
      ["/favicon.ico.admin", "passes"],
      ["/favicon.ico/admin", "passes"],
      ["/_nextX", "passes"],
      ["/api/auth%2f..%2fadmin", "passes"],
      ["/api/auth/..%2f..%2fadmin", "passes"],
      ["/api/auth/..%252f..%252fadmin", "passes"],
      ["/api/auth/..%5c..%5cadmin", "passes"],
      ["/api/auth;/../admin"],
      ["/api/auth;x/admin", "passes"],
      ["/api/auth/%2e%2e/admin"],
      ["/_next/..%2fadmin", "passes"],
      ["/_next/static/%00", "passes"],
      ["/api/auth/%E0%A4%A", "passes"],
      ["/admin?x=/api/auth"],
      ["/admin?x=/public"],
      ["/admin/%23/api/auth"],
      ["/admin#/api/auth"],
      ["/API/AUTH/session"],
    ]
    for (const [path, before] of paths) {
      const { pathname, search } = new URL(path, ORIGIN)
      assert.equal(await visit(module, path), ours || !before ? signIn(`${pathname}${search}`) : before, path)
    }
  })

  both("s_024 slashes that do not count", async (module) => {
    const cases = [["//api//auth/session"], ["/api/auth//callback/credentials", "passes"], ["/api/auth/session/", "passes"]]
    for (const [path, before] of cases) {
      const full = `${ORIGIN}${path}`
      assert.equal(await visit(module, full), ours ? "passes" : (before ?? signIn(path)), path)
    }
    const pages = { signIn: "/login/" }
    assert.equal(await visit(module, "/login", { pages }), ours ? "passes" : signIn("/login", "/login/"))
  })

  both("a sign-in page with a query, or with its origin, does not redirect to itself", async (module) => {
    for (const page of ["/login?theme=dark", `${ORIGIN}/login`]) {
      const answer = await visit(module, "/login", { pages: { signIn: page } })
      assert.equal(answer === "passes", ours)
    }
    const elsewhere = { pages: { signIn: "https://id.example/login" } }
    assert.equal(await visit(module, "/login", elsewhere), "https://id.example/login?callbackUrl=%2Flogin")
  })

  both("the data of pages is guarded as the pages are", async (module) => {
    const path = "/_next/data/build/admin.json"
    assert.equal(await visit(module, path), signIn("/admin"))
    // What the option skipMiddlewareUrlNormalize of Next.js comes to: the path stays as it was asked for.
    set("__NEXT_NO_MIDDLEWARE_URL_NORMALIZE", "1")
    try {
      assert.equal(await visit(module, path), ours ? signIn(path) : "passes")
      assert.equal(await visit(module, path, {}, { signedIn: true }), "passes")
    } finally {
      set("__NEXT_NO_MIDDLEWARE_URL_NORMALIZE", undefined)
    }
  })

  both("s_036 no header changes the path, or switches the guard off", async (module) => {
    const names = ["x-forwarded-uri", "x-original-url", "x-rewrite-url", "x-forwarded-prefix", "x-invoke-path", "x-middleware-subrequest"]
    const headers = Object.fromEntries(names.map((name) => [name, "/api/auth/session"]))
    headers["user-agent"] = "kube-probe/1.0"
    assert.equal(await visit(module, "/admin", {}, { headers }), signIn("/admin"))
  })

  both("basePath of Next.js", async (module) => {
    set("NEXTAUTH_URL", `${ORIGIN}/docs/api/auth`)
    const at = (path, options, init) => visit(module, path, options, { ...init, basePath: "/docs" })
    assert.equal(await at("/docs/admin?a=b"), signIn("/docs/admin?a=b", "/docs/api/auth/signin"))
    assert.equal(await at("/docs/admin", { pages: { signIn: "/login" } }), signIn("/docs/admin", "/docs/login"))
    for (const path of ["/docs/api/auth/session", "/docs/api/auth/signin", "/docs/_next/static/x.js", "/docs/favicon.ico"]) {
      assert.equal(await at(path), "passes", path)
    }
    assert.equal(await at("/docs/login", { pages: { signIn: "/login" } }), "passes")
    assert.equal(await at("/docs/admin", {}, { signedIn: true }), "passes")
    assert.equal(await at("/docs/admin", { secret: "" }), `${ORIGIN}/docs/api/auth/error?error=Configuration`)
  })

  both("NEXTAUTH_URL with a path of its own", async (module) => {
    set("NEXTAUTH_URL", `${ORIGIN}/custom/auth/`)
    assert.equal(await visit(module, "/custom/auth/session"), "passes")
    assert.equal(await visit(module, "/api/auth/session"), signIn("/api/auth/session"))
    assert.equal(await visit(module, "/custom/authors"), ours ? signIn("/custom/authors") : "passes")
  })

  both("NEXTAUTH_URL that names the application and not its routes exempts nothing more", async (module) => {
    set("NEXTAUTH_URL", `${ORIGIN}/docs`)
    const init = { basePath: "/docs" }
    assert.equal(await visit(module, "/docs/admin", {}, init), ours ? signIn("/docs/admin", "/docs/api/auth/signin") : "passes")
    assert.equal(await visit(module, "/docs/api/auth/session", {}, init), "passes")
  })

  both("s_016 no secret: nobody passes", async (module) => {
    set("NEXTAUTH_SECRET", undefined)
    assert.equal(await visit(module, "/admin", {}, { signedIn: true }), `${ORIGIN}/api/auth/error?error=Configuration`)
    assert.equal(await visit(module, "/admin", { pages: { error: "/oops" } }), `${ORIGIN}/oops?error=Configuration`)
    assert.equal(logged[0][0], "[next-auth][error][NO_SECRET]")
    assert.equal(logged[0][1], "\nhttps://next-auth.js.org/errors#no_secret")
    assert.equal(await visit(module, "/oops", { pages: { error: "/oops" } }), "passes")
  })

  both("the secret: of the options, NEXTAUTH_SECRET, AUTH_SECRET", async (module) => {
    set("NEXTAUTH_SECRET", undefined)
    set("AUTH_SECRET", SECRET)
    assert.equal(await visit(module, "/admin", {}, { signedIn: true }), "passes")
    set("NEXTAUTH_SECRET", "another")
    assert.equal(await visit(module, "/admin", {}, { signedIn: true }), signIn("/admin"))
    assert.equal(await visit(module, "/admin", { secret: SECRET }, { signedIn: true }), "passes")
  })

  both("cookies: https, another name, a bearer token, a broken one", async (module) => {
    const https = { cookie: `__Secure-next-auth.session-token=${session}` }
    assert.equal(await visit(module, "/admin", {}, https), signIn("/admin"))
    set("VERCEL", "1")
    assert.equal(await visit(module, "/admin", {}, https), "passes")
    set("VERCEL", undefined)
    set("NEXTAUTH_URL", "https://app.example")
    assert.equal(await visit(module, "/admin", {}, https), "passes")
    set("NEXTAUTH_URL", undefined)
    const cookies = { sessionToken: { name: "own" } }
    assert.equal(await visit(module, "/admin", { cookies }, { cookie: `own=${session}` }), "passes")
    assert.equal(await visit(module, "/admin", { cookies }, { signedIn: true }), signIn("/admin"))
    assert.equal(await visit(module, "/admin", {}, { headers: { authorization: `Bearer ${session}` } }), "passes")
    assert.equal(await visit(module, "/admin", {}, { cookie: "next-auth.session-token=x.y.z" }), signIn("/admin"))
  })

  both("a decoder of the application", async (module) => {
    const seen = []
    const jwt = { decode: async (params) => (seen.push(params), { name: params.token }) }
    const middleware = module.withAuth((req) => NextResponse.json(req.nextauth.token), { jwt })
    const answer = await middleware(request("/admin", { cookie: "next-auth.session-token=plain" }), {})
    assert.deepEqual(await answer.json(), { name: "plain" })
    assert.deepEqual(seen, [{ token: "plain", secret: SECRET }])
    const none = { jwt: { decode: async () => null } }
    assert.equal(await visit(module, "/admin", none, { signedIn: true }), signIn("/admin"))
  })

  both("authorized decides", async (module) => {
    const at = (authorized, init) => visit(module, "/admin", { callbacks: { authorized } }, init)
    const denied = signIn("/admin")
    const calls = []
    assert.equal(await at((given) => (calls.push(given), false), { signedIn: true }), denied)
    assert.equal(calls[0].token.name, "Alice")
    assert.equal(calls[0].req.nextUrl.pathname, "/admin")
    assert.equal(await at(async () => true), "passes")
    assert.equal(await at(async () => false, { signedIn: true }), denied)
    assert.equal(await at(() => "yes"), "passes")
    for (const no of [0, "", NaN]) assert.equal(await at(() => no, { signedIn: true }), denied)
    assert.equal(await at(undefined, { signedIn: true }), "passes")
    await assert.rejects(at(() => { throw new Error("mine") }, { signedIn: true }), /mine/)
  })

  both("authorized that says nothing does not let anybody pass", async (module) => {
    for (const authorized of [({ token }) => token?.user?.isAdmin, () => null, async () => undefined]) {
      const at = (init) => visit(module, "/admin", { callbacks: { authorized } }, init)
      assert.equal(await at({ signedIn: true }), ours ? signIn("/admin") : "passes")
      assert.equal(await at({}), signIn("/admin"))
    }
  })
}
