import type { NextApiRequest } from "next"
import type { NextRequest } from "next/server"
import type { Awaitable, LoggerInstance } from "../core/types"

export interface DefaultJWT extends Record<string, unknown> {
  name?: string | null
  email?: string | null
  picture?: string | null
  sub?: string
}

/** The claims of a session token. */
export interface JWT extends Record<string, unknown>, DefaultJWT {}

export type Secret = string | Buffer

export interface JWTEncodeParams {
  /** The claims. */
  token?: JWT
  /** Separates the keys of different purposes; empty for session tokens. */
  salt?: string
  /** What the key is derived from. */
  secret: Secret
  /** Seconds the token is valid. Default: 30 days. */
  maxAge?: number
}

export interface JWTDecodeParams {
  /** The token of the request. */
  token?: string
  /** Separates the keys of different purposes; empty for session tokens. */
  salt?: string
  /** What the key is derived from. */
  secret: Secret
}

export interface JWTOptions {
  /** For session tokens alone. Default: the option `secret`. */
  secret: Secret
  /** Seconds that the token of a sign-in is valid. Default: 30 days. */
  maxAge: number
  /** Replaces the encrypted session tokens by the application's own. */
  encode: (params: JWTEncodeParams) => Awaitable<string>
  decode: (params: JWTDecodeParams) => Awaitable<JWT | null>
}

export interface GetTokenParams<R extends boolean = false> {
  /** The request that carries the token, in its session cookie or as `Authorization: Bearer`. */
  req: GetTokenRequest
  /** Whether the cookie has its https name. Default: whether `NEXTAUTH_URL` is https, or the application runs on Vercel. */
  secureCookie?: boolean
  /** The cookie's name, if the application gave it another. */
  cookieName?: string
  /** Returns the token as it came, not decrypted and not verified. */
  raw?: R
  /** Default: `NEXTAUTH_SECRET`, then `AUTH_SECRET`. */
  secret?: Secret
  decode?: JWTOptions["decode"]
  logger?: LoggerInstance | Console
}

type GetTokenRequest =
  | NextRequest
  | NextApiRequest
  | import("next").GetServerSidePropsContext["req"]
  | Request
