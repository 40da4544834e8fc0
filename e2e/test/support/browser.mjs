// A browser without a window: it keeps cookies and follows nothing.

export class Browser {
  cookies = new Map()

  constructor(origin, base) {
    this.origin = origin
    this.base = base
  }

  get(path) {
    return this.send(path)
  }

  /** Posts a form with the CSRF token. */
  async post(path, fields) {
    const { csrfToken } = await (await this.get("csrf")).json()
    return this.send(path, { method: "POST", body: new URLSearchParams({ csrfToken, ...fields }) })
  }

  /** As the client's `signIn("credentials", …)` does. */
  signIn(fields) {
    return this.post("callback/credentials", { username: "ada", password: "lovelace", json: "true", ...fields })
  }

  async session() {
    return (await this.get("session")).json()
  }

  /** An action of the engine. */
  send(action, init) {
    return this.fetch(`${this.base}/${action}`, init)
  }

  async fetch(path, init = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const headers = { ...(cookie && { cookie }), ...init.headers }
    const response = await fetch(new URL(path, this.origin), { redirect: "manual", ...init, headers })
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/)
      if (/; Max-Age=0/i.test(set)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}
