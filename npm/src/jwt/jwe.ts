// Compact JWE (RFC 7516), `alg` = `dir` and `enc` = `A256GCM`: the one kind of token that next-auth 4 writes.
import { IV_LENGTH, keyFor, TAG_LENGTH } from "./aead"
import { decodeBase64url, encodeBase64url } from "./base64url"
import { decryptionFailed, invalidJwe, notSupported } from "./errors"
import type { Secret } from "./types"

/** `{"alg":"dir","enc":"A256GCM"}` */
const HEADER = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0"

/** As the engine's: far more than cookies hold. */
const MAX_TOKEN_LENGTH = 40 * 1024

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder("utf-8", { fatal: true })

/** What is authenticated beside the ciphertext: the header as it was written. */
const HEADER_BYTES = utf8.encode(HEADER)

export async function seal(text: string, secret: Secret, salt: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH))
  const key = keyFor(secret, salt)
  const aead = key instanceof Promise ? await key : key
  const sealed = aead.seal(iv, utf8.encode(text), HEADER_BYTES)
  const [ciphertext, tag] = sealed instanceof Promise ? await sealed : sealed
  return `${HEADER}..${encodeBase64url(iv)}.${encodeBase64url(ciphertext)}.${encodeBase64url(tag)}`
}

/** Throws when the token is malformed, of another kind, changed, or sealed with another key. */
export async function open(token: string, secret: Secret, salt: string): Promise<string> {
  if (typeof token !== "string" || token.length > MAX_TOKEN_LENGTH) throw invalidJwe("Invalid Compact JWE")
  const parts = token.split(".")
  if (parts.length !== 5) throw invalidJwe("Invalid Compact JWE")
  const [header, wrapped, ...sealed] = parts as [string, string, string, string, string]
  checkHeader(header)
  if (wrapped !== "") throw invalidJwe("Encountered unexpected JWE Encrypted Key")
  const [iv, ciphertext, tag] = sealed.map(decodeBase64url)
  if (iv?.length !== IV_LENGTH || !ciphertext || tag?.length !== TAG_LENGTH) throw invalidJwe("Invalid Compact JWE")

  const key = keyFor(secret, salt)
  const aead = key instanceof Promise ? await key : key
  const text = aead.open(iv, ciphertext, tag, header === HEADER ? HEADER_BYTES : utf8.encode(header))
  try {
    return fromUtf8.decode(text instanceof Promise ? await text : text)
  } catch (error) {
    // What is authentic but no text was not written by next-auth.
    throw error instanceof TypeError ? decryptionFailed() : error
  }
}

/** No member but `alg` and `enc`: so passwords, compression and critical extensions cannot be asked for. */
function checkHeader(segment: string): void {
  if (segment === HEADER) return
  let header: unknown
  try {
    header = JSON.parse(fromUtf8.decode(decodeBase64url(segment)))
  } catch {
    throw invalidJwe("JWE Protected Header is invalid")
  }
  if (typeof header !== "object" || header === null) throw invalidJwe("JWE Protected Header is invalid")
  const { alg, enc, ...others } = header as Record<string, unknown>
  if (alg !== "dir" || enc !== "A256GCM" || Object.keys(others).length > 0) {
    throw notSupported("only tokens with alg dir and enc A256GCM are read")
  }
}
