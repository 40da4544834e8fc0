// The runner's own entrance: what was called, tokens made and read by the reference itself.
import type { NextApiRequest, NextApiResponse } from "next"
import { hkdfSync } from "node:crypto"
import { CompactEncrypt, compactDecrypt } from "jose"
import { app } from "../../../apps"
import { forget } from "../../../instance"
import { takeCalls } from "../../../record"

type Any = any

function key(secret: string, salt: string, length = 32) {
  const info = `NextAuth.js Generated Encryption Key${salt ? ` (${salt})` : ""}`
  return new Uint8Array(hkdfSync("sha256", secret, salt, info, length))
}

function sessionSecret(name: string): string {
  const { options, env } = app(name)
  const secret = options?.jwt?.secret ?? options?.secret ?? env?.NEXTAUTH_SECRET ?? env?.AUTH_SECRET
  if (!secret) throw new Error(`${name} has no secret`)
  return secret
}

// Sets bits of the last character that decoding throws away.
function respell(token: string) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  const last = alphabet.indexOf(token.slice(-1))
  return token.slice(0, -1) + alphabet[(last & 0b110000) | ((last + 1) & 0b001111)]
}

async function mint({ app: name, claims, secret, salt = "", header, transform }: Any) {
  const protectedHeader = { alg: "dir", enc: "A256GCM", ...header }
  const length = protectedHeader.enc === "A256CBC-HS512" ? 64 : 32
  const plaintext = new TextEncoder().encode(typeof claims === "string" ? claims : JSON.stringify(claims))
  const token = await new CompactEncrypt(plaintext)
    .setProtectedHeader(protectedHeader)
    .encrypt(key(secret ?? sessionSecret(name), salt, length))
  return transform === "respell" ? respell(token) : token
}

async function decode({ app: name, token }: Any) {
  if (app(name).codec) return JSON.parse(Buffer.from(token, "base64url").toString())
  const { plaintext, protectedHeader } = await compactDecrypt(token, key(sessionSecret(name), ""))
  if (protectedHeader.alg !== "dir" || protectedHeader.enc !== "A256GCM") throw new Error("not next-auth's own header")
  return JSON.parse(new TextDecoder().decode(plaintext))
}

const tasks: Record<string, (body: Any) => Any> = {
  mint: async (body) => ({ token: await mint(body) }),
  decode: async (body) => ({ claims: await decode(body).catch(() => null) }),
  calls: () => takeCalls(),
  reset: ({ app: name }) => {
    forget(name)
    takeCalls()
    return {}
  },
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const task = tasks[String(req.query.task)]
  if (!task) return res.status(404).json({})
  try {
    res.status(200).json(await task(req.body))
  } catch (error) {
    res.status(500).json({ message: String(error) })
  }
}
