// A host in miniature: it parses nothing and sends nothing, it hands plain objects to the engine and keeps the cookies.
import { Engine } from "../../../../target/wasm/pkg/authwire_wasm.js"

export { Engine }

export const SESSION = "next-auth.session-token"

/** Options with a credentials provider that lets `user` in. Each part may be replaced. */
export function options({ user = () => ({ id: "7", name: "Ada", email: "ada@example.com" }), ...rest } = {}) {
  return {
    secret: "a secret for the tests, longer than 32 bytes",
    url: "http://localhost:3000",
    profile: "compat",
    logger: { error() {}, warn() {}, debug() {} },
    providers: [
      {
        id: "credentials",
        name: "Password",
        type: "credentials",
        credentials: { username: { label: "User name" }, password: { label: "Password", type: "password" } },
        authorize: user,
      },
    ],
    ...rest,
  }
}

/** A logger that keeps what it is told, as `[level, code, about]`. */
export function recorder() {
  const lines = []
  const keep = (level) => (code, about) => void lines.push([level, code, about])
  return { lines, error: keep("error"), warn: keep("warn"), debug: keep("debug") }
}

/** What the lines of a recorder say about a code. */
export function about(logger, code) {
  return logger.lines.filter(([, logged]) => logged === code).map(([, , detail]) => detail)
}

/** One browser before one engine. */
export class Browser {
  cookies = {}

  constructor(options) {
    this.engine = new Engine(options)
  }

  async get(path, query = {}) {
    return this.#keep(await this.engine.answer({ method: "GET", ...this.#request(path), query }))
  }

  /** Posts a form with the CSRF token, in the JSON mode of next-auth's client. */
  async post(path, fields = {}) {
    const { body: csrf } = await this.get("csrf")
    const body = { ...csrf, json: "true", ...fields }
    return this.#keep(await this.engine.answer({ method: "POST", ...this.#request(path), query: {}, body }))
  }

  signIn(fields = {}) {
    return this.post("callback/credentials", { username: "ada", password: "lovelace", ...fields })
  }

  async session() {
    return (await this.get("session")).body
  }

  #request(path) {
    return { nextauth: path.split("/"), cookies: { ...this.cookies }, headers: { host: "localhost:3000" } }
  }

  #keep(reply) {
    for (const cookie of reply.cookies) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/)
      if (/; Max-Age=0/i.test(cookie)) delete this.cookies[name]
      else this.cookies[name] = decodeURIComponent(value)
    }
    return reply
  }
}
