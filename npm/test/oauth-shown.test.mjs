// OAuth providers: listed, shown, hidden for one request; and nobody is told that they work.
import assert from "node:assert/strict"
import { test } from "node:test"
import NextAuth from "authwire"
import GitHub from "authwire/providers/github"
import Google from "authwire/providers/google"
import { HOSTS, options, Pages, recorder } from "./support/hosts.mjs"

const oauth = () => [GitHub({ clientId: "a", clientSecret: "b" }), Google({ clientId: "a", clientSecret: "b", name: "Work" })]
const made = (more) => {
  const basis = options(more)
  return { ...basis, providers: [...basis.providers, ...oauth()] }
}

for (const Host of HOSTS) {
  test(`${new Host(made()).name}: listed, with their buttons, beside credentials that work`, async () => {
    const browser = new Host(made())
    const providers = (await browser.get("providers")).json()
    assert.deepEqual(Object.keys(providers), ["credentials", "github", "google"])
    assert.deepEqual([providers.google.type, providers.google.name], ["oauth", "Work"])
    const page = (await browser.get("signin")).body
    assert.match(page, /<form action="[^"]*\/signin\/github" method="POST">/)
    assert.match(page, /--provider-bg: #24292f;/)
    assert.match(page, /<span>Sign in with Work<\/span>/)
    await browser.signIn()
    assert.ok((await browser.session()).user)
  })
}

test("the last one is left out of the sign-in page alone", async () => {
  const browser = new Pages(undefined, (req, res) => {
    const all = made()
    if (req.method === "GET" && req.query.nextauth.includes("signin")) all.providers.pop()
    return NextAuth(req, res, all)
  })
  const page = (await browser.get("signin")).body
  assert.match(page, /GitHub/)
  assert.doesNotMatch(page, /Work/)
  assert.ok((await browser.get("providers")).json().google)
})

test("starting with one says that it is not served", async () => {
  const logger = recorder()
  const browser = new Pages(made({ logger }))
  const { csrfToken } = (await browser.get("csrf")).json()
  const answer = await browser.send("POST", "signin/google", { csrfToken, json: "true" })
  assert.match(answer.json().url, /\/error\?error=OAuthSignin$/)
  assert.deepEqual(logger.lines.map(([, code]) => code).filter((code) => code.startsWith("SIGNIN")), ["SIGNIN_OAUTH_ERROR"])
})
