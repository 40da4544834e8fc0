import type { NextFetchEvent, NextRequest } from "next/server"
import { callableDefault } from "../interop"
import { guard } from "./guard"
import type { NextAuthMiddlewareOptions, NextMiddlewareWithAuth, NextRequestWithAuth } from "./types"

export type {
  NextAuthMiddlewareOptions,
  NextMiddlewareWithAuth,
  NextRequestWithAuth,
  WithAuthArgs,
} from "./types"

type Result = ReturnType<NextMiddlewareWithAuth>

interface WithAuth {
  (): Result
  (req: NextRequestWithAuth): Result
  (req: NextRequestWithAuth, event: NextFetchEvent): Result
  (req: NextRequestWithAuth, options: NextAuthMiddlewareOptions): Result
  (middleware: NextMiddlewareWithAuth, options: NextAuthMiddlewareOptions): NextMiddlewareWithAuth
  (middleware: NextMiddlewareWithAuth): NextMiddlewareWithAuth
  (options: NextAuthMiddlewareOptions): NextMiddlewareWithAuth
}

/**
 * A middleware (in Next.js 16: a proxy) that lets signed-in users pass and sends others to the sign-in page.
 *
 * It is one itself, or makes one of options or of the application's own middleware, which then finds the claims in
 * `req.nextauth.token`. It reads JWT sessions only.
 */
export const withAuth: WithAuth = callableDefault(function withAuth(...args: unknown[]): any {
  const [first, second] = args as [unknown, NextAuthMiddlewareOptions | undefined]
  if (!args.length) return Promise.reject(new TypeError("withAuth() needs a request, options or a middleware"))
  // Next.js passes its event as the second argument, which has none of the names that options have.
  if (isRequest(first)) return guard(first, second)
  if (typeof first === "function") {
    return (req: NextRequestWithAuth, event: NextFetchEvent) =>
      guard(req, second, (token) => {
        req.nextauth = { token }
        return (first as NextMiddlewareWithAuth)(req, event)
      })
  }
  return (req: NextRequest) => guard(req, first as NextAuthMiddlewareOptions | undefined)
})

/** Not by its class, of which every realm has its own. */
function isRequest(value: unknown): value is NextRequest {
  return typeof (value as Request | undefined)?.headers?.get === "function"
}

export { withAuth as middleware, withAuth as proxy }
export default withAuth
