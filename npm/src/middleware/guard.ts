import { NextResponse, type NextRequest } from "next/server"
import { publicUrl } from "../client/environment"
import { consoleLogger } from "../client/logger"
import { parseUrl } from "../client/url"
import { getToken } from "../jwt"
import type { JWT } from "../jwt/types"
import { isSame, isWithin, segmentsOf } from "./path"
import type { NextAuthMiddlewareOptions, NextMiddlewareResult } from "./types"

/**
 * Lets a request go on, to `onward`, or sends it to the sign-in page.
 *
 * The routes of the package, the sign-in and the error page and what Next.js itself serves are not guarded: they go on without
 * `onward`.
 */
export async function guard(
  req: NextRequest,
  options: NextAuthMiddlewareOptions | undefined,
  onward?: (token: JWT | null) => NextMiddlewareResult | Promise<NextMiddlewareResult>,
): Promise<Awaited<NextMiddlewareResult>> {
  const { pathname, search, origin, basePath } = req.nextUrl
  const signIn = options?.pages?.signIn ?? "/api/auth/signin"
  const error = options?.pages?.error ?? "/api/auth/error"
  const page = (path: string) => new URL(path.startsWith("/") ? `${basePath}${path}` : path, origin)

  if (isExempt(req, [page(signIn), page(error)])) return

  const secret = options?.secret ?? process.env.NEXTAUTH_SECRET ?? process.env.AUTH_SECRET
  if (!secret) {
    consoleLogger.error("NO_SECRET", new Error("The middleware needs the secret that NextAuth was given: set NEXTAUTH_SECRET."))
    const url = page(error)
    url.searchParams.append("error", "Configuration")
    return NextResponse.redirect(url)
  }

  const token = await getToken({
    req,
    decode: options?.jwt?.decode,
    cookieName: options?.cookies?.sessionToken?.name,
    secret,
  })
  const authorized = options?.callbacks?.authorized
  // What is not said to be authorized is not: `token?.isAdmin` is undefined for most.
  if (authorized ? await authorized({ req, token }) : token) return onward?.(token)

  const url = page(signIn)
  url.searchParams.append("callbackUrl", `${basePath}${pathname}${search}`)
  return NextResponse.redirect(url)
}

function isExempt(req: NextRequest, pages: URL[]): boolean {
  const { pathname, origin, basePath } = req.nextUrl
  const path = segmentsOf(pathname)
  if (path?.[0] === "_next") {
    // What pages are made of is served from there too, and is as secret as the pages.
    if (path[1] !== "data") return true
  } else if (isSame(path, ["favicon.ico"])) return true

  const full = segmentsOf(`${basePath}${pathname}`)
  if (isWithin(full, routesOf(basePath))) return true
  return pages.some((page) => page.origin === origin && isSame(full, segmentsOf(page.pathname)))
}

/** Where the package's own routes are. */
function routesOf(basePath: string): string[] | null {
  const routes = segmentsOf(parseUrl(publicUrl()).path)
  const application = segmentsOf(basePath)
  // A public URL that names the application and not its routes would exempt every page.
  return isWithin(application, routes) ? segmentsOf(`${basePath}/api/auth`) : routes
}
