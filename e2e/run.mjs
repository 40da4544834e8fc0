// The browser's part of the check: `cargo xtask npm` first, then `node e2e/run.mjs`.
//
// Without arguments: Next.js 15, and the swap with next-auth. With names of `browser/*.test.mjs`: those. With `all`: every one.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { environment, once, run } from "./test/support/install.mjs"

const here = dirname(fileURLToPath(import.meta.url))
const known = readdirSync(join(here, "browser")).flatMap((name) => name.match(/^(.+)\.test\.mjs$/)?.[1] ?? [])
const asked = process.argv.slice(2)
const names = asked.includes("all") ? known : asked.length > 0 ? asked : ["next-15", "reversible"]

const unknown = names.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(", ")}: known are all, ${known.join(", ")}`)
  process.exit(2)
}
if (!existsSync(join(here, "../target/npm"))) {
  console.error("the package is not there: `cargo xtask npm` makes it")
  process.exit(2)
}
const lock = readFileSync(join(here, "package-lock.json"), "utf8")
once(here, "node_modules/.installed", lock, () => run(here, "npm", "ci", "--no-audit", "--no-fund"))

const left = known.filter((name) => !names.includes(name))
if (left.length > 0) console.log(`# not run: ${left.join(", ")} (\`node e2e/run.mjs all\` runs them too)`)
// One after the other: they share the applications' folders.
const files = names.map((name) => join(here, "browser", `${name}.test.mjs`))
const flags = ["--test", "--test-reporter=tap", "--test-concurrency=1"]
const { status } = spawnSync(process.execPath, [...flags, ...files], { stdio: "inherit", env: environment })
process.exit(status ?? 1)
