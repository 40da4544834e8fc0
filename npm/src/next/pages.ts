// The Pages API: a request that Next.js has parsed, and a response that it sends.
import type { NextApiRequest, NextApiResponse } from "next"
import type { AuthOptions } from "../core/types"
import { secretOfEnvironment } from "../engine/environment"
import { respond } from "../engine/respond"

/** Nothing more of either is used, so that stand-ins of tests and of other servers serve as well. */
export type PagesRequest = Pick<NextApiRequest, "query" | "body" | "cookies" | "headers" | "method">
export type PagesResponse = Pick<NextApiResponse, "status" | "setHeader" | "getHeader" | "json" | "send" | "end">

/** Answers a request of the Pages API. */
export async function answerPages(req: PagesRequest, res: PagesResponse, options: AuthOptions): Promise<unknown> {
  if (!req.query) throw new TypeError(NO_QUERY)
  const { nextauth, ...query } = req.query
  // next-auth writes it back too, and some applications share one object with `getServerSession`.
  keepSecret(options, options.secret ?? (options.jwt?.secret as string | undefined) ?? secretOfEnvironment())

  const reply = await respond(options, {
    method: req.method ?? "GET",
    nextauth: typeof nextauth === "string" ? [nextauth] : nextauth,
    query,
    body: req.body,
    cookies: req.cookies,
    headers: req.headers,
  })

  res.status(reply.status)
  appendCookies(res, reply.cookies)
  for (const [name, value] of reply.headers) res.setHeader(name, value)
  if (reply.status === 302) return void res.end()
  // Where a redirect was asked for as JSON, next-auth answers by `json`; everything else by `send`.
  return req.body?.json === "true" && isRedirect(reply.body) ? res.json(reply.body) : res.send(reply.body)
}

const NO_QUERY =
  "The request has no `query`: NextAuth was called neither from an API route of the Pages Router nor, with the context that holds `params`, from a route handler."

function isRedirect(body: unknown): boolean {
  return typeof body === "object" && body !== null && "url" in body
}

/** Adds cookies to those that the application has set already. */
export function appendCookies(res: Pick<PagesResponse, "setHeader" | "getHeader">, cookies: string[]): void {
  if (cookies.length === 0) return
  const before = res.getHeader("Set-Cookie") ?? []
  res.setHeader("Set-Cookie", [...(Array.isArray(before) ? before : [`${before}`]), ...cookies])
}

/** Writes the secret back, unless the object is frozen. */
export function keepSecret(options: AuthOptions, secret: string | undefined): void {
  if (options.secret !== secret) Reflect.set(options, "secret", secret)
}
