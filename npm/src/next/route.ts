// The App Router, and any other host that speaks in `Request` and `Response`.
import type { NextRequest } from "next/server"
import type { AuthOptions } from "../core/types"
import { basePath, secretOfEnvironment } from "../engine/environment"
import { respond } from "../engine/respond"
import { keepSecret } from "./pages"

export interface RouteContext {
  params?: { nextauth?: string[] } | Promise<{ nextauth?: string[] }>
}

/** Answers a request of a route handler. Without `params` in the context the path below the base path counts. */
export async function answerRoute(
  req: NextRequest | Request,
  context: RouteContext | undefined,
  options: AuthOptions,
): Promise<Response> {
  const url = "nextUrl" in req ? req.nextUrl : new URL(req.url)
  keepSecret(options, options.secret ?? secretOfEnvironment())
  const body = await bodyOf(req)
  if (body === MALFORMED) return new Response("Invalid JSON", { status: 400 })

  const reply = await respond(options, {
    method: req.method,
    nextauth: context?.params ? (await context.params)?.nextauth : segments(url.pathname),
    query: Object.fromEntries(url.searchParams),
    body,
    // Those of a `NextRequest` also hold what middleware has set.
    cookies: "nextUrl" in req ? Object.fromEntries(req.cookies.getAll().map(({ name, value }) => [name, value])) : undefined,
    headers: Object.fromEntries(req.headers),
  })

  const headers = new Headers()
  for (const [name, value] of reply.headers) headers.set(name, value)
  for (const cookie of reply.cookies) headers.append("set-cookie", cookie)
  if (typeof reply.body !== "object") return new Response(reply.body as string | undefined, { status: reply.status, headers })
  // As next-auth's route handler: without the charset.
  headers.set("content-type", "application/json")
  return new Response(JSON.stringify(reply.body), { status: reply.status, headers })
}

const MALFORMED = Symbol()

async function bodyOf(req: Request): Promise<unknown> {
  if (req.method !== "POST" || !req.body) return undefined
  const type = req.headers.get("content-type") ?? ""
  if (type.includes("application/json")) return req.json().catch(() => MALFORMED)
  if (type.includes("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(await req.text()))
  // Told to the engine as text that it does not read.
  return type ? req.text() : undefined
}

function segments(path: string): string[] | undefined {
  const base = basePath()
  if (path !== base && !path.startsWith(`${base}/`)) return undefined
  return path.slice(base.length).split("/").filter(Boolean).map(decoded)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
