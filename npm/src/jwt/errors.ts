// Why a token is refused. Names and codes are those that applications know from the `jose` package, with which next-auth reads tokens.

/** A token that is not accepted. */
export class TokenError extends Error {
  readonly code: string

  constructor(name: string, code: string, message: string, details: object = {}) {
    super(message)
    this.name = name
    this.code = code
    Object.assign(this, details)
  }
}

export const invalidJwe = (message: string) => new TokenError("JWEInvalid", "ERR_JWE_INVALID", message)

export const notSupported = (message: string) => new TokenError("JOSENotSupported", "ERR_JOSE_NOT_SUPPORTED", message)

/** Another key, or a token that was changed: the two cannot be told apart. */
export const decryptionFailed = () =>
  new TokenError("JWEDecryptionFailed", "ERR_JWE_DECRYPTION_FAILED", "decryption operation failed")

export const invalidClaims = (message: string) => new TokenError("JWTInvalid", "ERR_JWT_INVALID", message)

export const refusedClaim = (claim: string, reason: string, message: string) =>
  new TokenError("JWTClaimValidationFailed", "ERR_JWT_CLAIM_VALIDATION_FAILED", message, { claim, reason })

export const expired = (payload: object) =>
  new TokenError("JWTExpired", "ERR_JWT_EXPIRED", '"exp" claim timestamp check failed', {
    claim: "exp",
    reason: "check_failed",
    payload,
  })
