// Both hosts in miniature, each with a browser that keeps cookies: the Pages API, which has parsed the request, and route handlers.
import NextAuth from "authwire"
import Credentials from "authwire/providers/credentials"

export const SECRET = "a secret for the tests, longer than 32 bytes"
export const SESSION = "next-auth.session-token"
export const ORIGIN = "http://localhost:3000"

/** Options with a credentials provider that lets Ada in. */
export function options({ authorize, credentials, ...rest } = {}) {
  return {
    secret: SECRET,
    logger: { error() {}, warn() {}, debug() {} },
    providers: [
      Credentials({
        name: "Password",
        credentials: credentials ?? { username: { label: "User name" }, password: { label: "Password", type: "password" } },
        authorize:
          authorize ??
          (({ username, password }) =>
            username === "ada" && password === "lovelace" ? { id: "7", name: "Ada", email: "ada@example.com" } : null),
      }),
    ],
    ...rest,
  }
}

class Browser {
  cookies = new Map()

  /** Posts a form with the CSRF token. */
  async post(path, fields = {}) {
    const { csrfToken } = (await this.get("csrf")).json()
    return this.send("POST", path, { csrfToken, ...fields })
  }

  get(path) {
    return this.send("GET", path)
  }

  signIn(fields = {}) {
    return this.post("callback/credentials", { username: "ada", password: "lovelace", json: "true", ...fields })
  }

  async session() {
    return (await this.get("session")).json()
  }

  keep(cookies) {
    for (const cookie of cookies) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/)
      if (/; Max-Age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, decodeURIComponent(value))
    }
  }
}

/** `handler(req, res)` as Next.js calls an API route. */
export class Pages extends Browser {
  name = "pages"

  constructor(made, handler = NextAuth(made)) {
    super()
    this.handler = handler
  }

  async send(method, path, body, change = {}) {
    const url = new URL(path, `${ORIGIN}/api/auth/`)
    const nextauth = url.pathname.slice("/api/auth/".length).split("/")
    const req = {
      method,
      query: { ...Object.fromEntries(url.searchParams), nextauth },
      body: body ?? "",
      cookies: Object.fromEntries(this.cookies),
      headers: { host: "localhost:3000" },
      ...change,
    }
    const res = new PagesResponse()
    await this.handler(req, res)
    this.keep([res.getHeader("set-cookie") ?? []].flat())
    return res
  }
}

/** As much of Next.js' response as it documents. */
export class PagesResponse {
  headers = new Map()
  statusCode = 200
  ended = false
  body = ""

  status(code) {
    this.statusCode = code
    return this
  }
  setHeader(name, value) {
    this.headers.set(name.toLowerCase(), value)
    return this
  }
  getHeader(name) {
    return this.headers.get(name.toLowerCase())
  }
  end(text = "") {
    if (this.ended) throw new Error("ended twice")
    this.ended = true
    this.body = text
  }
  /** Next.js' writer; once the response has ended, the reader of these tests. */
  json(value) {
    if (this.ended) return JSON.parse(this.body)
    this.setHeader("Content-Type", "application/json; charset=utf-8")
    this.end(JSON.stringify(value))
  }
  send(value) {
    if (typeof value === "object" && value !== null) this.json(value)
    else this.end(value ?? "")
  }
}
/** `handler(request, context)` as a route handler is called. */
export class Route extends Browser {
  name = "route"

  constructor(made, handler = NextAuth(made)) {
    super()
    this.handler = handler
  }

  async send(method, path, body, { headers = {}, context } = {}) {
    const url = new URL(path, `${ORIGIN}/api/auth/`)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ")
    const request = new Request(url, {
      method,
      headers: { ...(cookie && { cookie }), ...headers },
      body: body && (typeof body === "string" ? body : new URLSearchParams(body)),
    })
    const params = Promise.resolve({ nextauth: url.pathname.slice("/api/auth/".length).split("/") })
    const response = await this.handler(request, context === undefined ? { params } : context)
    this.keep(response.headers.getSetCookie())
    const text = await response.text()
    return {
      statusCode: response.status,
      body: text,
      json: () => JSON.parse(text),
      getHeader: (name) => response.headers.get(name) ?? undefined,
    }
  }
}

export const HOSTS = [Pages, Route]

/** A logger that keeps what it is told. */
export function recorder() {
  const lines = []
  const keep = (level) => (code, about) => void lines.push([level, code, about])
  return { lines, error: keep("error"), warn: keep("warn"), debug: keep("debug") }
}

/** Runs with variables of the environment, and puts them back. */
export async function withEnvironment(variables, run) {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]))
  const set = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set(variables)
  try {
    return await run()
  } finally {
    set(before)
  }
}
