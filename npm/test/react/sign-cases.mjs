// Signing in and out. A case that is not marked as fixed holds for next-auth's client too.
import assert from "node:assert/strict"
import { ORIGIN } from "./browser.mjs"
import { alice } from "./client-suite.mjs"

export function signCases(cases) {
  const { page, ours, both, fixed, mount, settle, message } = cases

  both("signIn: the providers cannot be had", async () => {
    page.answers["GET providers"] = { status: 500, json: { message: "x" } }
    assert.equal(await cases.auth.signIn("google"), undefined)
    assert.deepEqual(page.went, ["/api/auth/error"])
  })

  both("signIn: no provider, an unknown provider", async () => {
    const query = new URLSearchParams({ callbackUrl: `${ORIGIN}/page?x=1` })
    await cases.auth.signIn()
    await cases.auth.signIn("unknown", { callbackUrl: "/next" })
    assert.deepEqual(page.went, [`/api/auth/signin?${query}`, "/api/auth/signin?callbackUrl=%2Fnext"])
    assert.deepEqual(page.requests(), ["GET /api/auth/providers", "GET /api/auth/providers"])
  })

  fixed(
    "signIn: a name that every object has is an unknown provider",
    async () => {
      await cases.auth.signIn("toString")
      assert.match(page.went[0], /^\/api\/auth\/signin\?callbackUrl=/)
    },
    async () => {
      page.answers["POST signin/toString"] = { json: { url: `${ORIGIN}/x` } }
      await cases.auth.signIn("toString")
      assert.equal(page.requests().at(-1), "POST /api/auth/signin/toString")
    },
  )

  both("signIn: OAuth posts and goes to the provider, even with redirect: false", async () => {
    page.answers["POST signin/google"] = { json: { url: "https://idp.example/authorize" } }
    assert.equal(await cases.auth.signIn("google", { callbackUrl: "/next", redirect: false }, { prompt: "login" }), undefined)
    assert.deepEqual(page.requests(), ["GET /api/auth/providers", "GET /api/auth/csrf", "POST /api/auth/signin/google?prompt=login"])
    assert.deepEqual(page.fetched[2].headers, { "Content-Type": "application/x-www-form-urlencoded" })
    assert.equal(page.fetched[2].body, "callbackUrl=%2Fnext&redirect=false&csrfToken=csrf&json=true")
    assert.deepEqual(page.went, ["https://idp.example/authorize"])
    assert.equal(page.reloads, 0)
  })

  both("signIn: authorization parameters in every shape", async () => {
    page.answers["POST signin/google"] = { json: { url: "https://idp.example/" } }
    for (const params of ["a=1&b=2", [["a", "1"]], new URLSearchParams("a=1"), {}, undefined]) {
      await cases.auth.signIn("google", undefined, params)
    }
    const posts = page.requests().filter((request) => request.startsWith("POST"))
    const tails = posts.map((request) => request.slice("POST /api/auth/signin/google".length))
    assert.deepEqual(tails, ["?a=1&b=2", "?a=1", "?a=1", "?", ""])
  })

  both("signIn: credentials post to the callback, and the URL is followed", async () => {
    page.answers["POST callback/credentials"] = { json: { url: `${ORIGIN}/next#part` } }
    assert.equal(await cases.auth.signIn("credentials", { username: "a", password: "b", csrfToken: "x", none: undefined }), undefined)
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
    await settle(async () => (outcome = await cases.auth.signIn("credentials", { redirect: false })))
    assert.deepEqual(outcome, { error: null, status: 200, ok: true, url: `${ORIGIN}/next` })
    assert.deepEqual(page.went, [])
    assert.equal(now().status, "authenticated")
    assert.equal(localStorage.getItem("nextauth.message"), null)
  })

  both("signIn: credentials are refused", async () => {
    const url = `${ORIGIN}/api/auth/error?error=CredentialsSignin&provider=credentials`
    page.answers["POST callback/credentials"] = { status: 401, json: { url } }
    assert.deepEqual(await cases.auth.signIn("credentials", { redirect: false }), { error: "CredentialsSignin", status: 401, ok: false, url: null })
    assert.equal(page.requests().length, 3)
    await cases.auth.signIn("credentials")
    assert.deepEqual(page.went, [url])
  })

  both("signIn: e-mail with redirect: false", async () => {
    page.answers["POST signin/email"] = { json: { url: `${ORIGIN}/api/auth/verify-request?provider=email&type=email` } }
    const outcome = await cases.auth.signIn("email", { redirect: false, email: "a@app.example" })
    assert.deepEqual(outcome, { error: null, status: 200, ok: true, url: `${ORIGIN}/api/auth/verify-request?provider=email&type=email` })
  })

  both("signIn: a refused CSRF token looks like success", async () => {
    page.answers["POST callback/credentials"] = { json: { url: `${ORIGIN}/api/auth/signin?csrf=true` } }
    const outcome = await cases.auth.signIn("credentials", { redirect: false })
    assert.deepEqual(outcome, { error: null, status: 200, ok: true, url: `${ORIGIN}/api/auth/signin?csrf=true` })
  })

  fixed(
    "signIn: a relative URL of the server",
    async () => {
      page.answers["POST callback/credentials"] = { json: { url: "/next?error=Blocked" } }
      assert.deepEqual(await cases.auth.signIn("credentials", { redirect: false }), { error: "Blocked", status: 200, ok: true, url: null })
    },
    async () => {
      page.answers["POST callback/credentials"] = { json: { url: "/next?error=Blocked" } }
      await assert.rejects(cases.auth.signIn("credentials", { redirect: false }), /Invalid URL/)
    },
  )

  fixed(
    "signIn: the server is misconfigured",
    async () => {
      page.answers["POST callback/credentials"] = { status: 500, json: { message: "There is a problem" } }
      const outcome = await cases.auth.signIn("credentials", { redirect: false })
      assert.deepEqual(outcome, { error: "Configuration", status: 500, ok: false, url: null })
    },
    async () => {
      page.answers["POST callback/credentials"] = { status: 500, json: { message: "There is a problem" } }
      await assert.rejects(cases.auth.signIn("credentials", { redirect: false }), /Invalid URL/)
    },
  )

  both("signIn: without a URL of the server it goes to callbackUrl", async () => {
    page.answers["POST signin/google"] = { status: 500, json: { message: "There is a problem" } }
    await cases.auth.signIn("google", { callbackUrl: "/next" })
    await cases.auth.signIn("google", { callbackUrl: `${ORIGIN}/next` })
    assert.deepEqual(page.went, ["/next", `${ORIGIN}/next`])
  })

  both("signIn: without a URL of the server, a callbackUrl elsewhere", async () => {
    page.answers["POST signin/google"] = { status: 500, json: { message: "There is a problem" } }
    const urls = ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http://["]
    for (const callbackUrl of urls) await cases.auth.signIn("google", { callbackUrl })
    assert.deepEqual(page.went, ours ? urls.map(() => ORIGIN) : urls)
  })

  both("signIn: an answer that is not JSON", async () => {
    page.answers["POST signin/google"] = { text: "<html>" }
    await assert.rejects(cases.auth.signIn("google"), SyntaxError)
  })

  both("signOut posts, tells the other tabs, and goes where the server says", async () => {
    page.answers["POST signout"] = { json: { url: `${ORIGIN}/bye#x` } }
    assert.equal(await cases.auth.signOut({ callbackUrl: "/bye" }), undefined)
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
    await cases.auth.signOut()
    assert.deepEqual(page.went, [`${ORIGIN}/page?x=1`])
  })

  both("signOut with redirect: false refreshes and returns the URL", async () => {
    const { now } = await mount({ session: alice })
    page.answers["POST signout"] = { json: { url: `${ORIGIN}/bye` } }
    let outcome
    await settle(async () => (outcome = await cases.auth.signOut({ redirect: false })))
    assert.deepEqual(outcome, { url: `${ORIGIN}/bye` })
    assert.equal(now().status, "unauthenticated")
    assert.deepEqual(page.went, [])
  })
}
