// The credentials journey in both hosts.
import assert from "node:assert/strict"
import { test } from "node:test"
import { getServerSession } from "authwire"
import { HOSTS, options, ORIGIN, Pages, PagesResponse, SESSION } from "./support/hosts.mjs"

for (const Host of HOSTS) {
  const name = Host.name.toLowerCase()

  test(`${name}: signs in, shows the session, signs out`, async () => {
    const browser = new Host(options())
    assert.deepEqual(await browser.session(), {})
    const signedIn = await browser.signIn({ callbackUrl: "/inside" })
    assert.equal(signedIn.statusCode, 200)
    assert.deepEqual(signedIn.json(), { url: `${ORIGIN}/inside` })
    assert.equal(signedIn.getHeader("location"), undefined)
    const session = await browser.session()
    assert.deepEqual(session.user, { name: "Ada", email: "ada@example.com" })
    const signedOut = await browser.post("signout")
    assert.equal(signedOut.statusCode, 302)
    assert.equal(signedOut.getHeader("location"), `${ORIGIN}/inside`)
    assert.ok(!browser.cookies.has(SESSION))
  })

  test(`${name}: refuses wrong credentials with 401 to scripts and a redirect to forms`, async () => {
    const browser = new Host(options())
    const json = await browser.signIn({ password: "wrong" })
    assert.equal(json.statusCode, 401)
    assert.match(json.json().url, /error\?error=CredentialsSignin&provider=credentials$/)
    const form = await browser.signIn({ password: "wrong", json: "" })
    assert.equal(form.statusCode, 302)
    assert.match(form.getHeader("location"), /error=CredentialsSignin/)
    assert.equal(form.body, "")
  })

  test(`${name}: update() reaches the jwt callback`, async () => {
    const callbacks = {
      jwt: ({ token, trigger, session }) => (trigger === "update" ? { ...token, name: session.name } : token),
    }
    const browser = new Host(options({ callbacks }))
    await browser.signIn()
    const { csrfToken } = (await browser.get("csrf")).json()
    const body = { csrfToken, data: { name: "Countess" } }
    const json = Host === Pages ? body : JSON.stringify(body)
    const updated = await browser.send("POST", "session", json, { headers: { "content-type": "application/json" } })
    assert.equal(updated.statusCode, 200)
    assert.equal((await browser.session()).user.name, "Countess")
    // A token that is wrong: next-auth's route handler says "[object Object]" here.
    const forged = Host === Pages ? { csrfToken: "x" } : JSON.stringify({ csrfToken: "x" })
    const refused = await browser.send("POST", "session", forged, { headers: { "content-type": "application/json" } })
    assert.equal(refused.statusCode, 400)
    assert.deepEqual(refused.json(), {})
  })

  test(`${name}: pages are HTML, unknown actions 400`, async () => {
    const browser = new Host(options())
    const page = await browser.get("signin")
    assert.equal(page.getHeader("content-type"), "text/html")
    assert.match(page.body, /<form action="[^"]*\/api\/auth\/callback\/credentials"/)
    const unknown = await browser.get("nothing")
    assert.equal(unknown.statusCode, 400)
    assert.match(unknown.body, /^Error: This action with HTTP GET is not supported by NextAuth.js$/)
  })

  test(`${name}: what callbacks throw where next-auth lets it escape is thrown at the host`, async () => {
    const error = new Error("no")
    const browser = new Host(options({ callbacks: { jwt: () => Promise.reject(error) } }))
    await assert.rejects(browser.signIn(), (thrown) => thrown === error)
  })
}

test("pages: a JSON body that says true, and not \"true\", asks for no JSON", async () => {
  assert.equal((await new Pages(options()).signIn({ json: true })).statusCode, 302)
})

test("getServerSession(req, res, options): the callback's own object, renewed cookies beside the application's", async () => {
  const shown = { user: { name: "Ada" }, expires: "then", since: new Date(), big: 10n }
  const made = options({ callbacks: { session: () => shown } })
  const browser = new Pages(made)
  await browser.signIn()
  const res = new PagesResponse()
  res.setHeader("Set-Cookie", "mine=1")
  const req = { cookies: Object.fromEntries(browser.cookies), headers: {} }
  assert.equal(await getServerSession(req, res, made), shown)
  const [mine, session] = res.getHeader("set-cookie")
  assert.equal(mine, "mine=1")
  assert.match(session, /^next-auth\.session-token=ey/)

  assert.equal(await getServerSession({ cookies: {}, headers: {} }, new PagesResponse(), made), null)
  await assert.rejects(getServerSession(req, res, { ...made, pages: 5, session: { maxAge: "never" } }), {
    message: /problem with the server configuration/,
  })
})

test("getServerSession(options) outside of a request of Next.js fails as Next.js words it", async () => {
  await assert.rejects(getServerSession(options()), /request scope/)
})
