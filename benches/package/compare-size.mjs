// What an installation takes. Nothing is required here: the build of the package refuses an engine that is too large.
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { sides, tarball, unpacked } from "./sides.mjs"

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`

/** What next-auth needs beside itself; our package needs nothing. */
const DEPENDENCIES = ["@babel/runtime", "@panva/hkdf", "cookie", "jose", "oauth", "openid-client", "preact", "preact-render-to-string", "uuid"]

export function size() {
  const [theirs, ours] = sides.map(({ folder }) => join(folder, "node_modules"))
  const engine = JSON.parse(readFileSync(join(ours, "next-auth/dist/engine.json"), "utf8"))
  const needed = DEPENDENCIES.reduce((sum, name) => sum + unpacked(join(theirs, name)), 0)
  console.log("package size")
  console.log(`  next-auth: ${kB(unpacked(join(theirs, "next-auth")))} unpacked, ${kB(needed)} its direct dependencies`)
  console.log(`  authwire: ${kB(statSync(tarball).size)} tarball, ${kB(unpacked(join(ours, "next-auth")))} unpacked, no dependencies`)
  console.log(`  authwire's engine, once for each runtime: ${kB(engine.wasm)}, ${kB(engine.gzip)} gzip`)
  return []
}
