// What an application may do in its callbacks, by the names that apps.json uses.
// src/subject/behaviours.rs is the same list for Authwire: change both.
import { record } from "./record"

type Any = any

const ada = { id: "42", name: "Ada Lovelace", email: "ada@example.com", image: "https://img.example/ada.png" }

/** `authorize`: the user name chooses the outcome. */
export async function users(credentials: Any): Promise<Any> {
  const name = String(credentials?.username ?? "")
  if (name.startsWith("len-")) return { id: "1", name: "x".repeat(Number(name.slice(4))) }
  switch (name) {
    case "ada":
      return { ...ada }
    case "grace":
      return { id: "43", name: "Grace Hopper", email: "Grace@Example.COM" }
    case "num":
      return { id: 7, name: "Num" }
    case "noid":
      return { name: "Nobody", email: "nobody@example.com" }
    case "nulls":
      return { id: "9", name: null, email: null, image: null }
    case "extra":
      return { id: "10", role: "admin", name: "Extra", org: { id: 5, tags: ["a", "b"] } }
    case "wide":
      return { id: "ü-1", name: "Zoë 漢字 🦀", email: "zoë@example.com" }
    case "markup":
      return { id: "12", name: "<b>\"'&</b>", email: "a+b@example.com" }
    case "throw":
      throw new Error("Custom & error")
    case "throw-code":
      throw new Error("AccessDenied")
    case "throw-empty":
      throw new Error("")
    case "throw-wide":
      throw new Error("Größe € 漢字")
    case "throw-newline":
      throw new Error("a\r\nb")
    default:
      return null
  }
}

function defaultRedirect({ url, baseUrl }: Any) {
  if (url.startsWith("/")) return `${baseUrl}${url}`
  if (new URL(url).origin === baseUrl) return url
  return baseUrl
}

export const redirect: Record<string, (call: Any) => Any> = {
  default: defaultRedirect,
  external: () => "https://other.example/landing?a=1",
  relative: () => "/welcome",
  verbatim: ({ url }) => url,
  wide: ({ baseUrl }) => `${baseUrl}/größe?q=漢`,
  throw: () => {
    throw new Error("redirect failed")
  },
}

export const signIn: Record<string, (call: Any) => Any> = {
  allow: () => true,
  deny: () => false,
  empty: () => "",
  redirect: () => "/not-allowed?x=1",
  external: () => "https://other.example/not-allowed",
  throw: () => {
    throw new Error("Boom & x")
  },
}

export const jwt: Record<string, (call: Any) => Any> = {
  default: ({ token }) => token,
  inPlace: ({ token, user }) => {
    token.name = "Changed in place"
    if (user) token.role = "admin"
    return token
  },
  fresh: ({ token, user }) => ({ ...token, name: "Changed afresh", ...(user ? { role: "admin" } : {}) }),
  update: ({ token, trigger, session }) => {
    if (trigger === "update" && session?.name) token.name = session.name
    return token
  },
  userId: ({ token, user }) => {
    if (user) token.uid = user.id
    return token
  },
  empty: () => ({}),
  throw: () => {
    throw new Error("jwt failed")
  },
  throwOnRead: ({ token, user }) => {
    if (!user) throw new Error("jwt failed on read")
    return token
  },
}

export const session: Record<string, (call: Any) => Any> = {
  default: ({ session }) => session,
  enrich: ({ session, token }) => {
    session.user.id = token.sub
    session.role = token.role ?? null
    return session
  },
  replace: ({ token }) => ({ subject: token.sub, nested: { list: [1, 2.5, true, null] } }),
  throw: () => {
    throw new Error("session failed")
  },
}

export const eventNames = ["signIn", "signOut", "createUser", "updateUser", "linkAccount", "session"]

export function events(kind: string) {
  return Object.fromEntries(
    eventNames.map((name) => [
      name,
      async (message: Any) => {
        record(`events.${name}`, message)
        if (kind === "throw") throw new Error(`${name} event failed`)
      },
    ]),
  )
}

// An error's message and class are the library's own; the code is what applications act upon.
const metadata = (value: Any) => (value instanceof Error || value?.error instanceof Error ? "error" : (value ?? "none"))

export function logger(kind: string): Any {
  const error = (code: string, meta: Any) => record("logger.error", { code, metadata: metadata(meta) })
  const warn = (code: string) => record("logger.warn", { code })
  const debug = (code: string, meta: Any) => record("logger.debug", { code, metadata: metadata(meta) })
  if (kind === "errors") return { error }
  return { error, warn, debug }
}

/** `jwt.encode` and `jwt.decode`: the token as base64url of its JSON. */
export function codec(kind: string): Any {
  return {
    encode: async (call: Any) => {
      record("jwt.encode", { token: call.token, maxAge: call.maxAge, secret: call.secret })
      if (kind === "throw") throw new Error("encode failed")
      return Buffer.from(JSON.stringify(call.token)).toString("base64url")
    },
    decode: async (call: Any) => {
      record("jwt.decode", { token: call.token, secret: call.secret })
      if (kind === "null") return null
      return JSON.parse(Buffer.from(call.token, "base64url").toString())
    },
  }
}
