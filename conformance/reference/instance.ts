// One copy of next-auth for each application: the library keeps its logger and "already warned" for the process, and
// an application is a process of its own.
import type { NextApiRequest, NextApiResponse } from "next"
import type { NextRequest } from "next/server"
import { app, options, type App } from "./apps"

type RouteContext = { params: Promise<{ nextauth: string[] }> }
// One function for both hosts, as in the library.
type Handler = (req: NextApiRequest | NextRequest, other: NextApiResponse | RouteContext) => Promise<any>
type Instance = { app: App; handle: Handler }

const store = globalThis as typeof globalThis & { conformanceInstances?: Map<string, Instance> }
const instances = (store.conformanceInstances ??= new Map())

export const VARIABLES = ["NEXTAUTH_URL", "AUTH_TRUST_HOST", "VERCEL", "NEXTAUTH_SECRET", "AUTH_SECRET"]

// Node's own require: the bundler's would hand out one copy for ever.
declare const __non_webpack_require__: NodeJS.Require

function freshLibrary() {
  const { cache } = __non_webpack_require__
  for (const path of Object.keys(cache)) {
    if (path.includes("/node_modules/next-auth/")) delete cache[path]
  }
  // What Authwire remembers for the process, when it stands in the library's place.
  Reflect.deleteProperty(globalThis, Symbol.for("authwire.process"))
  return __non_webpack_require__("next-auth").default
}

export function forget(name: string) {
  instances.delete(name)
}

/** The application's handler, with the process's environment set to the application's. */
export function enter(name: string): Instance {
  let instance = instances.get(name)
  if (!instance) {
    const definition = app(name)
    const NextAuth = freshLibrary()
    instance = { app: definition, handle: NextAuth(options(definition)) }
    instances.set(name, instance)
  }
  // The runner sends one request at a time.
  for (const variable of VARIABLES) {
    const value = instance.app.env?.[variable]
    if (value === undefined) delete process.env[variable]
    else process.env[variable] = value
  }
  return instance
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const name = String(req.headers["x-conformance-app"])
  return await enter(name).handle(req, res)
}

/** The route handler. Its folder lies below `route`, because one path cannot belong to both routers; next-auth never looks at the path. */
export async function route(req: NextRequest, context: RouteContext): Promise<Response> {
  return await enter(req.headers.get("x-conformance-app") ?? "").handle(req, context)
}
