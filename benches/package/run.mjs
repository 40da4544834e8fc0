// The comparison of the npm package with next-auth; docs/BENCHMARKS.md says what is measured and why.
//
//   node run.mjs [--rounds 5] [--only codec,cold,next,size]
import { parseArgs } from "node:util"
import { codec } from "./compare-codec.mjs"
import { cold } from "./compare-cold.mjs"
import { next } from "./compare-next.mjs"
import { size } from "./compare-size.mjs"
import { install } from "./sides.mjs"

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, only: { type: "string" } } })
const rounds = Number(values.rounds)
const all = { codec, cold, next, size }
const names = values.only?.split(",") ?? Object.keys(all)
if (!(rounds >= 1) || names.some((name) => !all[name])) {
  console.error(`usage: run.mjs [--rounds 5] [--only ${Object.keys(all).join(",")}]`)
  process.exit(2)
}

// 1 says that a threshold was missed; what keeps the comparison from being made is something else.
process.on("uncaughtException", (error) => {
  console.error(error)
  process.exit(2)
})

// By default a signal ends a process without its exit handlers, which end the servers.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(2))

install()
let missed = 0
for (const name of names) {
  for (const { what, holds } of await all[name](rounds)) {
    console.log(`${holds ? "PASS" : "FAIL"}  ${what}`)
    if (!holds) missed += 1
  }
  console.log("")
}
process.exit(missed > 0 ? 1 : 0)
