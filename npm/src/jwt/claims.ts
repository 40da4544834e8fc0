// The claims of a token: stamped when it is written, checked when it is read.
import { expired, invalidClaims, refusedClaim } from "./errors"
import type { JWT } from "./types"

/** Seconds that another instance's clock may be off, as in next-auth. */
const TOLERANCE = 15

const now = () => Math.floor(Date.now() / 1000)

/** A copy with `iat`, `exp` and `jti`, which take the place of the token's own. */
export function stamped(token: JWT, maxAge: number): JWT {
  const iat = now()
  return { ...token, iat, exp: iat + Number(maxAge), jti: crypto.randomUUID() }
}

export function checked(json: string): JWT {
  let claims: unknown
  try {
    claims = JSON.parse(json)
  } catch {
    claims = undefined
  }
  if (typeof claims !== "object" || claims === null || Array.isArray(claims)) {
    throw invalidClaims("JWT Claims Set must be a top-level JSON object")
  }
  const { iat, nbf, exp } = claims as Record<string, unknown>
  for (const [claim, value] of [["iat", iat], ["nbf", nbf], ["exp", exp]] as const) {
    if (value !== undefined && typeof value !== "number") {
      throw refusedClaim(claim, "invalid", `"${claim}" claim must be a number`)
    }
  }
  if ((nbf as number) > now() + TOLERANCE) {
    throw refusedClaim("nbf", "check_failed", '"nbf" claim timestamp check failed')
  }
  if ((exp as number) <= now() - TOLERANCE) throw expired(claims)
  return claims as JWT
}
