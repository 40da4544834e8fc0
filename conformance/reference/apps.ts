// Builds the options of one application out of its entry in ../apps.json.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import CredentialsProvider from "next-auth/providers/credentials"
import * as behaviours from "./behaviours"
import { record } from "./record"

type Any = any

export interface App {
  env?: Record<string, string>
  options?: Any
  providers?: Any[]
  observe?: boolean
  callbacks?: Record<string, string>
  events?: string
  logger?: string
  codec?: string
}

const file = join(process.cwd(), "..", "apps.json")

export function app(name: string): App {
  const all = JSON.parse(readFileSync(file, "utf8"))
  if (!Object.hasOwn(all, name)) throw new Error(`apps.json has no application ${name}`)
  return all[name]
}

function provider({ authorize, ...definition }: Any, observed: boolean) {
  if (definition.type === "oauth") return definition
  if (!authorize) return CredentialsProvider(definition)
  return CredentialsProvider({
    ...definition,
    authorize: async (credentials: Any, request: Any) => {
      if (observed) {
        const { query, body, method, headers } = request
        record("authorize", { credentials, query, body, method, probe: headers["x-probe"] })
      }
      return await behaviours.users(credentials)
    },
  })
}

function callback(name: "redirect" | "signIn" | "jwt" | "session", kind: string) {
  const behave = behaviours[name][kind]
  if (!behave) throw new Error(`no behaviour ${name}.${kind}`)
  return async (call: Any) => {
    record(`callbacks.${name}`, call)
    return behave(call)
  }
}

export function options(app: App): Any {
  const observed = app.observe ?? false
  const built: Any = structuredClone(app.options ?? {})
  built.providers = (app.providers ?? [{ authorize: "users", credentials: fields }]).map((p) => provider(p, observed))
  const kinds: Any = { ...(observed && observedCallbacks), ...app.callbacks }
  if (Object.keys(kinds).length) {
    built.callbacks = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, callback(name as Any, kind as string)]))
  }
  const events = app.events ?? (observed ? "record" : undefined)
  if (events) built.events = behaviours.events(events)
  const logger = app.logger ?? (observed ? "record" : undefined)
  if (logger) built.logger = behaviours.logger(logger)
  if (app.codec) built.jwt = { ...built.jwt, ...behaviours.codec(app.codec) }
  return built
}

const fields = { username: { label: "Username", type: "text" }, password: { label: "Password", type: "password" } }
const observedCallbacks = { signIn: "allow", redirect: "default", jwt: "default", session: "default" }
