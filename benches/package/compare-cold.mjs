// From the import to the first answer.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { advantage, inTurn, table } from "./rounds.mjs"
import { environment, sides } from "./sides.mjs"

export function cold(rounds) {
  const figures = inTurn(Math.max(rounds, 9), join(import.meta.dirname, "cold.mjs"), [sessionToken(500)])
  table("cold start: `session` from a fresh process", "ms", figures)
  return [{ what: "import to first answer: at most half the time", holds: advantage(figures["import to first answer"]) >= 2 }]
}

/** A session token that both sides accept; next-auth issues it. */
export function sessionToken(size) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "token.mjs"), size], {
    cwd: sides[0].folder,
    env: environment,
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}
