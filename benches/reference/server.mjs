// next-auth 4.24.15 behind Node's own http server: the least that its Pages API handler can run on.
// Next.js would add routing, an ETag and its own request objects, so this is next-auth at its fastest.
import http from "node:http"
import { parse } from "cookie"
import nextAuth from "next-auth"
import credentials from "next-auth/providers/credentials"
import { encode } from "next-auth/jwt"

// The packages are CommonJS: a default import is their `module.exports`.
const interop = (module) => module.default ?? module
const NextAuth = interop(nextAuth)

const secret = process.env.NEXTAUTH_SECRET
if (!secret || !process.env.NEXTAUTH_URL) throw new Error("NEXTAUTH_SECRET and NEXTAUTH_URL must be set")

const fields = {
  username: { label: "Username", type: "text" },
  password: { label: "Password", type: "password" },
}
const options = {
  secret,
  providers: [
    ["credentials", "Credentials"],
    ["staff", "Staff"],
    ["partners", "Partners"],
  ].map(([id, name]) => interop(credentials)({ id, name, credentials: fields, authorize: () => null })),
}

const prefix = "/api/auth/"

function answer(req, res) {
  const mark = req.url.indexOf("?")
  const path = mark < 0 ? req.url : req.url.slice(0, mark)
  if (req.method !== "GET" || !path.startsWith(prefix)) {
    res.statusCode = 404
    return res.end()
  }
  req.query = mark < 0 ? {} : Object.fromEntries(new URLSearchParams(req.url.slice(mark + 1)))
  req.query.nextauth = path.slice(prefix.length).split("/")
  req.cookies = parse(req.headers.cookie ?? "")
  res.status = (code) => {
    res.statusCode = code
    return res
  }
  res.json = (value) => {
    res.setHeader("Content-Type", "application/json; charset=utf-8")
    write(res, JSON.stringify(value))
  }
  res.send = (body) => {
    if (body !== null && typeof body === "object") return res.json(body)
    write(res, body ?? "")
  }
  return NextAuth(req, res, options)
}

function write(res, text) {
  const body = Buffer.from(text)
  res.setHeader("Content-Length", body.length)
  res.end(body)
}

const server = http.createServer((req, res) => {
  Promise.resolve(answer(req, res)).catch((error) => {
    console.error(error)
    res.statusCode = 500
    res.end()
  })
})

server.listen(0, "127.0.0.1", async () => {
  const session = await encode({ token: claims(500), secret })
  console.log(JSON.stringify({ port: server.address().port, session }))
})

// The claims as they are encrypted are `size` bytes of JSON, with the three that `encode` adds.
function claims(size) {
  const token = {
    name: "Ada Lovelace",
    email: "ada@example.com",
    picture: "https://example.com/people/ada.png",
    sub: "8f14e45f-ceea-467f-9c2b-3a1d5d6f0b11",
    roles: ["editor", "billing"],
    note: "",
  }
  const added = { iat: 1700000000, exp: 1700000000, jti: "00000000-0000-4000-8000-000000000000" }
  token.note = "n".repeat(size - Buffer.byteLength(JSON.stringify({ ...token, ...added })))
  return token
}

// The parent holds our stdin: when it is gone, so are we.
process.stdin.resume().on("end", () => process.exit(0))
