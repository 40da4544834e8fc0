// `encode` and `decode` of the package's `jwt`.
import { join } from "node:path"
import { advantage, inTurn, table } from "./rounds.mjs"

const SIZES = [100, 500, 2000]
/** Milliseconds for each call to be measured, and as many before. */
const TURN = 400

export function codec(rounds) {
  const figures = inTurn(Math.max(rounds, 5), join(import.meta.dirname, "codec.mjs"), [TURN, ...SIZES])
  table("encode and decode in Node, bytes of claims", "µs a call", figures)
  return Object.entries(figures).map(([figure, of]) => {
    const wanted = figure.endsWith(" 500") ? 2 : 1
    return { what: `${figure}: at least ${wanted} × as fast`, holds: advantage(of) >= wanted }
  })
}
