// Session tokens, for code of the application that makes or reads them itself. Needs no engine: the host's own cryptography is faster than
// WebAssembly, and is there wherever `Request` is.
import { hasSecureCookies, secretOfEnvironment } from "../engine/environment"
import { checked, stamped } from "./claims"
import { open, seal } from "./jwe"
import { tokenOf } from "./request"
import type { GetTokenParams, JWT, JWTDecodeParams, JWTEncodeParams } from "./types"

export type * from "./types"

const THIRTY_DAYS = 30 * 24 * 60 * 60

/** Encrypts claims into a token. */
export async function encode({ token = {}, secret, maxAge = THIRTY_DAYS, salt = "" }: JWTEncodeParams): Promise<string> {
  return seal(JSON.stringify(stamped(token, maxAge)), secret, salt)
}

/**
 * Decrypts a token; `null` when there is none.
 *
 * Rejects when it is malformed, changed, encrypted with another secret (`JWEDecryptionFailed`) or no longer valid (`JWTExpired`).
 */
export async function decode({ token, secret, salt = "" }: JWTDecodeParams): Promise<JWT | null> {
  if (!token) return null
  return checked(await open(token, secret, salt))
}

/** The claims of a request's session token, or `null` when there is none that is valid; with `raw` the token as it came, unverified. */
export async function getToken<R extends boolean = false>(params: GetTokenParams<R>): Promise<(R extends true ? string : JWT) | null> {
  const {
    req,
    secureCookie = hasSecureCookies(),
    cookieName = secureCookie ? "__Secure-next-auth.session-token" : "next-auth.session-token",
    raw,
    decode: read = decode,
    secret = secretOfEnvironment(),
  } = params
  if (!req) throw new Error("Must pass `req` to JWT getToken()")
  const token = tokenOf(req, cookieName)
  if (!token) return null
  if (raw) return token as R extends true ? string : never
  try {
    return (await read({ token, secret: secret as string })) as (R extends true ? string : JWT) | null
  } catch {
    return null
  }
}

export default { encode, decode, getToken }
