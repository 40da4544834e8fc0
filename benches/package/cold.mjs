// One process, one side: milliseconds from the import of the `next-auth` in this folder to its first answer, as one line of JSON.
import { createRequire } from "node:module"
import { join } from "node:path"

const secret = process.env.NEXTAUTH_SECRET
const require = createRequire(join(process.cwd(), "package.json"))
const [token] = process.argv.slice(2)

const before = process.cpuUsage()
const from = performance.now()
const { default: NextAuth } = require("next-auth")
const { default: Credentials } = require("next-auth/providers/credentials")
const loaded = performance.now()
const handler = NextAuth({ secret, providers: [Credentials({ credentials: {}, authorize: () => null })] })
let body
const headers = {}
const res = {
  status: () => res,
  setHeader: (name, value) => void (headers[name.toLowerCase()] = value),
  getHeader: (name) => headers[name.toLowerCase()],
  json: (value) => void (body = value),
  send: (value) => void (body = value),
  end: () => {},
}
const req = {
  method: "GET",
  query: { nextauth: ["session"] },
  cookies: { "next-auth.session-token": token },
  headers: { host: "localhost:3000", cookie: `next-auth.session-token=${token}` },
}
await handler(req, res)
const answered = performance.now()
const { user, system } = process.cpuUsage(before)

if (!body?.user?.name) throw new Error(`no session: ${JSON.stringify(body)}`)
console.log(JSON.stringify({ import: loaded - from, "import to first answer": answered - from, "the same, processor time": (user + system) / 1000 }))
