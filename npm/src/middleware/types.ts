import type { NextFetchEvent, NextMiddleware, NextRequest } from "next/server"
import type { Awaitable, CookieOption, PagesOptions } from "../core/types"
import type { JWT, JWTOptions } from "../jwt/types"

type AuthorizedCallback = (params: {
  /** The claims of the session token; `null` when there is none that is valid. */
  token: JWT | null
  req: NextRequest
}) => Awaitable<boolean>

export interface NextAuthMiddlewareOptions {
  /** The pages given to `NextAuth`: `signIn` and `error` count. */
  pages?: Partial<PagesOptions>
  /** The session cookie given to `NextAuth`, if it has another name. */
  cookies?: Partial<Record<"sessionToken", Omit<CookieOption, "options">>>
  /** The `jwt.decode` given to `NextAuth`. */
  jwt?: Partial<Pick<JWTOptions, "decode">>
  callbacks?: {
    /** Whether the request may go on. Only what is true lets it. Default: whether there is a token. */
    authorized?: AuthorizedCallback
  }
  /** Default: `NEXTAUTH_SECRET`, then `AUTH_SECRET`. */
  secret?: string
}

/** A request that the guard let pass. */
export interface NextRequestWithAuth extends NextRequest {
  nextauth: { token: JWT | null }
}

export type NextMiddlewareResult = ReturnType<NextMiddleware> | void

export type NextMiddlewareWithAuth = (
  request: NextRequestWithAuth,
  event: NextFetchEvent,
) => NextMiddlewareResult | Promise<NextMiddlewareResult>

export type WithAuthArgs =
  | [NextRequestWithAuth]
  | [NextRequestWithAuth, NextFetchEvent]
  | [NextRequestWithAuth, NextAuthMiddlewareOptions]
  | [NextMiddlewareWithAuth]
  | [NextMiddlewareWithAuth, NextAuthMiddlewareOptions]
  | [NextAuthMiddlewareOptions]
  | []
