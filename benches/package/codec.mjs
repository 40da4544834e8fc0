// One process, one side: microseconds that `encode` and `decode` of the `next-auth` in this folder take, as one line of JSON.
import { createRequire } from "node:module"
import { join } from "node:path"
import { claims } from "./claims.mjs"

const { encode, decode } = createRequire(join(process.cwd(), "package.json"))("next-auth/jwt")
const secret = process.env.NEXTAUTH_SECRET
const [milliseconds, ...sizes] = process.argv.slice(2).map(Number)

/** Calls one after the other: what waits for the answer is what an application waits for. */
async function perCall(call) {
  const from = performance.now()
  let calls = 0
  let spent = 0
  while (spent < milliseconds) {
    for (let i = 0; i < 20; i++) await call()
    calls += 20
    spent = performance.now() - from
  }
  return (spent * 1000) / calls
}

const result = {}
for (const size of sizes) {
  const token = claims(size)
  const sealed = await encode({ token, secret })
  const { iat, exp, jti, ...read } = await decode({ token: sealed, secret })
  if (JSON.stringify(read) !== JSON.stringify(token)) throw new Error("decode did not return what was encoded")
  const calls = { encode: () => encode({ token, secret }), decode: () => decode({ token: sealed, secret }) }
  for (const [name, call] of Object.entries(calls)) {
    // Once for V8's compiler, once for the figure.
    await perCall(call)
    result[`${name} ${size}`] = await perCall(call)
  }
}
console.log(JSON.stringify(result))
