// `auth` as any server calls it that speaks in `Request` and `Response`; what comes of a sign-in is printed as JSON.
import NextAuth from "authwire"
import { getToken } from "authwire/jwt"
import Credentials from "authwire/providers/credentials"

const secret = "a secret for the tests, longer than 32 bytes"
const origin = "http://localhost:3000"

const auth = NextAuth({
  secret,
  logger: { warn() {} },
  providers: [
    Credentials({
      credentials: { username: {} },
      authorize: ({ username }) => (username === "ada" ? { id: "7", name: "Ada" } : null),
    }),
  ],
})

const cookies = {}
const headers = () => ({ cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; ") })

async function ask(action, fields) {
  const body = fields && new URLSearchParams(fields)
  const request = new Request(`${origin}/api/auth/${action}`, { method: fields ? "POST" : "GET", headers: headers(), body })
  const response = await auth(request)
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/)
    cookies[name] = value
  }
  return response
}

const { csrfToken } = await (await ask("csrf")).json()
const refused = await ask("callback/credentials", { csrfToken, username: "eve", json: "true" })
const signedIn = await ask("callback/credentials", { csrfToken, username: "ada", json: "true" })
const { user } = await (await ask("session")).json()
const token = await getToken({ req: new Request(origin, { headers: headers() }), secret })
console.log(JSON.stringify({ refused: refused.status, signedIn: signedIn.status, user, sub: token.sub }))
