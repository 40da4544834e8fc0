// The host's own AES-256-GCM and HKDF: Node's synchronous module where there is one, else WebCrypto. Keys are derived once and kept.
import type * as NodeCrypto from "node:crypto"
import { decryptionFailed } from "./errors"
import type { Secret } from "./types"

/** Encrypts and decrypts under one key. */
export interface Aead {
  /** The ciphertext and the tag. */
  seal(iv: Uint8Array, text: Uint8Array, aad: Uint8Array): Awaitable<[Uint8Array, Uint8Array]>
  /** The plaintext. Fails for another key, and for anything that was changed. */
  open(iv: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Awaitable<Uint8Array>
}

type Awaitable<T> = T | Promise<T>

export const IV_LENGTH = 12
export const TAG_LENGTH = 16

/** Keys that are kept: an application has a secret or two, and next-auth's check cookies have each their own key. */
const MOST = 32

const keys = new Map<string, Awaitable<Aead>>()

/** The key that next-auth derives of a secret for one purpose; an empty `salt` means session tokens. */
export function keyFor(secret: Secret, salt: string): Awaitable<Aead> {
  if (!secret || secret.length === 0) throw new TypeError("a secret is needed to read or write tokens")
  // A string and its bytes are one key, and must not have one name with another's.
  const name = JSON.stringify([typeof secret === "string" ? secret : [...secret], salt])
  let key = keys.get(name)
  if (!key) {
    const info = salt ? `NextAuth.js Generated Encryption Key (${salt})` : "NextAuth.js Generated Encryption Key"
    const node = nodeCrypto()
    key = node ? nodeKey(node, secret, salt, info) : webKey(secret, salt, info)
    if (keys.size >= MOST) keys.delete(keys.keys().next().value as string)
    keys.set(name, key)
  }
  return key
}

/**
 * Found at run time and not imported, so that bundlers for other runtimes have nothing to resolve; and when the first key is made, because
 * Node takes milliseconds to load it, which the start of a process that never makes one need not wait for.
 */
function nodeCrypto(): typeof NodeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
  try {
    return process?.getBuiltinModule?.("node:crypto") as typeof NodeCrypto | undefined
  } catch {
    return undefined
  }
}

function nodeKey(crypto: typeof NodeCrypto, secret: Secret, salt: string, info: string): Aead {
  const bytes = crypto.hkdfSync("sha256", secret, salt, info, 32)
  const key = crypto.createSecretKey(new Uint8Array(bytes))
  const options = { authTagLength: TAG_LENGTH }
  return {
    seal(iv, text, aad) {
      const cipher = crypto.createCipheriv("aes-256-gcm", key, iv, options)
      cipher.setAAD(aad)
      const ciphertext = cipher.update(text)
      cipher.final()
      return [ciphertext, cipher.getAuthTag()]
    },
    open(iv, ciphertext, tag, aad) {
      const decipher = crypto.createDecipheriv("aes-256-gcm", key, iv, options)
      decipher.setAAD(aad)
      decipher.setAuthTag(tag)
      const text = decipher.update(ciphertext)
      try {
        decipher.final()
      } catch {
        throw decryptionFailed()
      }
      return text
    },
  }
}

async function webKey(secret: Secret, salt: string, info: string): Promise<Aead> {
  const utf8 = new TextEncoder()
  const { subtle } = globalThis.crypto
  const material = typeof secret === "string" ? utf8.encode(secret) : new Uint8Array(secret)
  const base = await subtle.importKey("raw", material, "HKDF", false, ["deriveKey"])
  const derivation = { name: "HKDF", hash: "SHA-256", salt: utf8.encode(salt), info: utf8.encode(info) }
  const key = await subtle.deriveKey(derivation, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
  const parameters = (iv: Uint8Array, aad: Uint8Array) =>
    ({ name: "AES-GCM", iv, additionalData: aad, tagLength: TAG_LENGTH * 8 }) as AesGcmParams
  return {
    async seal(iv, text, aad) {
      const sealed = new Uint8Array(await subtle.encrypt(parameters(iv, aad), key, text as BufferSource))
      return [sealed.subarray(0, -TAG_LENGTH), sealed.subarray(-TAG_LENGTH)]
    },
    async open(iv, ciphertext, tag, aad) {
      const sealed = new Uint8Array(ciphertext.length + tag.length)
      sealed.set(ciphertext)
      sealed.set(tag, ciphertext.length)
      try {
        return new Uint8Array(await subtle.decrypt(parameters(iv, aad), key, sealed))
      } catch {
        throw decryptionFailed()
      }
    },
  }
}
