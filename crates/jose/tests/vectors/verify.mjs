// Reads tokens sealed by this crate, one JSON object a line on standard input, and opens each with
// the JavaScript library it is meant for.
import { strict as assert } from "node:assert"
import { createRequire } from "node:module"
import { createInterface } from "node:readline"

const v4 = createRequire(import.meta.url)("next-auth/jwt")
const v5 = await import("@auth/core/jwt")

let opened = 0
for await (const line of createInterface({ input: process.stdin })) {
  const { profile, secrets, salt, claims, token } = JSON.parse(line)
  const decoded =
    profile === "v4"
      ? await v4.decode({ token, secret: secrets[0], salt })
      : await v5.decode({ token, secret: secrets, salt })
  assert.equal(JSON.stringify(decoded), JSON.stringify(claims))
  opened += 1
}
assert(opened > 0, "nothing on standard input: run the example `seal` first")
console.log(`${opened} tokens opened by the JavaScript libraries`)
