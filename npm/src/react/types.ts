import type { ReactNode } from "react"
import type { CtxOrReq } from "../client/request"
import type { Session } from "../core/types"
import type { BuiltInProviderType, ProviderType } from "../providers"

/** Suggests some strings and takes any. */
export type LiteralUnion<T extends U, U = string> = T | (U & Record<never, never>)

/** Sends data to the `jwt` callback (or, with database sessions, to `session`) and returns the new session. */
export type UpdateSession = (data?: any) => Promise<Session | null>

export type SessionContextValue<R extends boolean = false> = R extends true
  ?
      | { update: UpdateSession; data: Session; status: "authenticated" }
      | { update: UpdateSession; data: null; status: "loading" }
  :
      | { update: UpdateSession; data: Session; status: "authenticated" }
      | { update: UpdateSession; data: null; status: "unauthenticated" | "loading" }

export interface UseSessionOptions<R extends boolean> {
  /** Whether the component is for signed-in users alone. */
  required: R
  /** Called when nobody is signed in. Default: goes to the sign-in page. */
  onUnauthenticated?: () => void
}

export type GetSessionParams = CtxOrReq & {
  event?: "storage" | "timer" | "hidden" | string
  triggerEvent?: boolean
  /** Whether other tabs refresh their session too. Default: `true`. */
  broadcast?: boolean
}

/** What the browser may know of a provider. */
export interface ClientSafeProvider {
  id: LiteralUnion<BuiltInProviderType>
  name: string
  type: ProviderType
  signinUrl: string
  callbackUrl: string
}

/** Also holds what is sent along: an e-mail address, or credentials. */
export interface SignInOptions extends Record<string, unknown> {
  /** Where to go afterwards. Default: the present page. */
  callbackUrl?: string
  /** `false` stays on the page and returns the outcome: for credentials and e-mail. Default: `true`. */
  redirect?: boolean
}

export interface SignInResponse {
  /** A code, or the message of the error that `authorize` threw. */
  error: string | null
  /** The answer's HTTP status. */
  status: number
  ok: boolean
  /** Where the user would have gone; `null` after an error. */
  url: string | null
}

/** Parameters for the provider's authorization URL: anything that `URLSearchParams` takes. */
export type SignInAuthorizationParams = string | string[][] | Record<string, string> | URLSearchParams

export interface SignOutResponse {
  url: string
}

export interface SignOutParams<R extends boolean = true> {
  /** Where to go afterwards. Default: the present page. */
  callbackUrl?: string
  /** `false` stays on the page. Default: `true`. */
  redirect?: R
}

export interface SessionProviderProps {
  children: ReactNode
  /** What the server already knows; `undefined` asks it. */
  session?: Session | null
  /** Not used. */
  baseUrl?: string
  /** Path of the API routes. Default: `/api/auth`. */
  basePath?: string
  /** Seconds between two refreshes of the session. Default: 0, which is never. */
  refetchInterval?: number
  /** Whether to refresh when the user comes back to the page. Default: `true`. */
  refetchOnWindowFocus?: boolean
  /** `false` does not poll while the browser is offline. */
  refetchWhenOffline?: false
}
