// What the client does on servers, and what /client/_utils gives; ours and next-auth's own.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { after, beforeEach, test } from "node:test"
import { entry, oracle, root } from "./subject.mjs"

const subjects = {
  authwire: { react: await entry("src/react/index.ts"), lower: await entry("src/client/_utils.ts") },
  "next-auth": { react: oracle("next-auth/react"), lower: oracle("next-auth/client/_utils") },
}
const VARIABLES = ["NEXTAUTH_URL", "NEXTAUTH_URL_INTERNAL", "VERCEL_URL"]
const before = VARIABLES.map((name) => process.env[name])
after(() => VARIABLES.forEach((name, index) => set(name, before[index])))

function set(name, value) {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
const environment = (values) => VARIABLES.forEach((name) => set(name, values[name]))

let calls, answer, logged
globalThis.fetch = async (url, options) => {
  calls.push({ url, ...options })
  return new Response(JSON.stringify(answer.json), { status: answer.status ?? 200 })
}
console.error = (...args) => logged.push(args)
beforeEach(() => {
  calls = []
  logged = []
  answer = { json: {} }
  environment({})
})

for (const [subject, { react, lower }] of Object.entries(subjects)) {
  const ours = subject === "authwire"
  const asked = async (values) => {
    environment(values)
    await react().getProviders()
    return calls.at(-1).url
  }

  test(`${subject}: where the server asks`, async () => {
    const cases = [
      [{}, "http://localhost:3000/api/auth"],
      [{ NEXTAUTH_URL: "https://app.example" }, "https://app.example/api/auth"],
      [{ NEXTAUTH_URL: "https://app.example/" }, "https://app.example/api/auth"],
      [{ NEXTAUTH_URL: "https://app.example/custom/auth/" }, "https://app.example/custom/auth"],
      [{ NEXTAUTH_URL: "app.example/x" }, "https://app.example/x"],
      [{ VERCEL_URL: "x.vercel.example" }, "https://x.vercel.example/api/auth"],
      [{ NEXTAUTH_URL: "https://app.example/a", VERCEL_URL: "x.vercel.example" }, "https://app.example/a"],
      [{ NEXTAUTH_URL: "https://app.example/a", NEXTAUTH_URL_INTERNAL: "http://10.0.0.1:3000" }, "http://10.0.0.1:3000/api/auth"],
      [{ NEXTAUTH_URL: "https://app.example/a", NEXTAUTH_URL_INTERNAL: "http://10.0.0.1/b" }, "http://10.0.0.1/b"],
    ]
    for (const [values, base] of cases) assert.equal(await asked(values), `${base}/providers`, JSON.stringify(values))
  })

  test(`${subject}: an empty variable`, async () => {
    if (ours) assert.equal(await asked({ NEXTAUTH_URL: "", VERCEL_URL: "x.example" }), "https://x.example/api/auth/providers")
    else await assert.rejects(asked({ NEXTAUTH_URL: "", VERCEL_URL: "x.example" }), /Invalid URL/)
  })

  test(`${subject}: the request's cookies go along, from a page and from getInitialProps`, async () => {
    const auth = react()
    answer = { json: { csrfToken: "x", user: {} } }
    const req = { headers: { cookie: "a=1", authorization: "Bearer x" } }
    assert.deepEqual(await auth.getSession({ req }), answer.json)
    await auth.getSession({ ctx: { req } })
    assert.equal(await auth.getCsrfToken({ req }), "x")
    await auth.getSession({ req: { headers: {} } })
    await auth.getSession()
    const plain = { "Content-Type": "application/json" }
    const withCookie = { ...plain, cookie: "a=1" }
    assert.deepEqual(calls.map(({ headers }) => headers), [withCookie, withCookie, withCookie, plain, plain])
    assert.ok(calls.every(({ method }) => method === undefined))
  })

  test(`${subject}: in an API route with a body`, async () => {
    const auth = react()
    const req = { headers: { cookie: "a=1" }, body: { name: "x" } }
    await auth.getSession({ req })
    await auth.getCsrfToken({ req })
    assert.deepEqual(calls.map(({ method = "GET", body }) => ({ method, body })), Array(2).fill(
      ours ? { method: "GET", body: undefined } : { method: "POST", body: '{"name":"x"}' },
    ))
  })

  test(`${subject}: an error is null, and logged to the console alone`, async () => {
    answer = { status: 500, json: { message: "broken" } }
    assert.equal(await react().getSession(), null)
    assert.equal(logged.length, 1)
    assert.equal(logged[0][2], "broken")
    assert.equal(calls.length, 1)
  })

  test(`${subject}: fetchData`, async () => {
    const { fetchData, apiBaseUrl, now } = lower()
    const config = { baseUrl: "b", basePath: "/p", baseUrlServer: "http://s", basePathServer: "/q", _lastSync: 0, _getSession() {} }
    assert.equal(apiBaseUrl(config), "http://s/q")
    assert.ok(Math.abs(now() - Date.now() / 1000) <= 1 && Number.isInteger(now()))
    assert.equal(fetchData.length, 3)

    const errors = []
    const logger = { error: (code, { error, url }) => errors.push([code, error, url]) }
    const ask = (json, more, status) => ((answer = { json, status }), fetchData("x", config, logger, more))
    assert.deepEqual(await ask({ a: 1 }), { a: 1 })
    assert.equal(await ask({}), null)
    assert.equal(await ask([]), null)
    assert.equal(await ask("text"), "text")
    assert.equal(errors.length, 0)
    await ask({ a: 1 }, { req: { headers: { cookie: "c=1" }, body: { b: 1 } } })
    const { method, ...rest } = calls.at(-1)
    assert.deepEqual(rest, { url: "http://s/q/x", headers: { "Content-Type": "application/json", cookie: "c=1" }, body: '{"b":1}' })
    assert.equal(method, "POST")

    assert.equal(await ask(null), null)
    assert.equal(await ask({ message: "no" }, undefined, 403), null)
    assert.ok(errors[0][1] instanceof TypeError)
    assert.deepEqual(errors[1], ["CLIENT_FETCH_ERROR", { message: "no" }, "http://s/q/x"])
  })

  test(`${subject}: no messages between tabs on servers`, () => {
    const channel = lower().BroadcastChannel()
    assert.deepEqual(Object.keys(channel).sort(), ["post", "receive"])
    assert.equal(channel.post({ event: "session" }), undefined)
    assert.deepEqual(Object.keys(lower()).sort(), ["BroadcastChannel", "apiBaseUrl", "fetchData", "now"])
  })
}

test("server components, whose React has no context", async () => {
  // Node gives React's build for server components to those who ask with its condition, hence a process of its own.
  const script = `
    const { entry, oracle } = await import("./test/react/subject.mjs")
    const React = (await import("react")).default
    if (React.createContext) throw new Error("not the server's React")
    for (const load of [await entry("src/react/index.ts"), oracle("next-auth/react")]) {
      const auth = load()
      for (const call of [() => auth.useSession(), () => auth.SessionProvider({})]) {
        try { call(); console.log("no error") } catch (error) { console.log(error.message) }
      }
      console.log(typeof auth.getSession)
    }`
  const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=react-server", "--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  })
  const message = "React Context is unavailable in Server Components"
  assert.deepEqual(stdout.trim().split("\n"), [message, message, "function", message, message, "function"], stderr)
})
