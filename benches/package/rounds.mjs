// Samples, taken in turn, and what is made of them.
import { spawnSync } from "node:child_process"
import { environment, sides } from "./sides.mjs"

export const median = (samples) => {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** What a process of each side says, in turn: every figure as `{ "next-auth": [...], authwire: [...] }`. */
export function inTurn(rounds, script, args) {
  const figures = {}
  for (let round = 0; round < rounds; round++) {
    // Who comes first changes, so that neither is always the one after the other.
    for (const { name, folder } of round % 2 ? [...sides].reverse() : sides) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args.map(String)], {
        cwd: folder,
        env: environment,
        encoding: "utf8",
      })
      if (status !== 0) throw new Error(`${name}: ${stderr}`)
      for (const [figure, value] of Object.entries(JSON.parse(stdout))) add(figures, figure, name, value)
    }
  }
  return figures
}

export function add(figures, figure, side, value) {
  figures[figure] ??= Object.fromEntries(sides.map(({ name }) => [name, []]))
  figures[figure][side].push(value)
}

/** Prints one line for each figure: median and range of both sides, and how many times as good ours is. */
export function table(title, unit, figures, { more = false } = {}) {
  const columns = ["", ...sides.map(({ name }) => `${name} (${unit})`), "ours is better by"]
  const rows = Object.entries(figures).map(([figure, of]) => {
    const cell = (all) => `${show(median(all))} (${show(Math.min(...all))} to ${show(Math.max(...all))})`
    return [figure, ...sides.map(({ name }) => cell(of[name])), `${advantage(of, more).toFixed(2)} ×`]
  })
  const widths = columns.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at].length)))
  console.log(`${title}; median (least to most)`)
  for (const row of [columns, ...rows]) console.log(`  ${row.map((cell, at) => cell.padEnd(widths[at])).join("  ").trimEnd()}`)
}

const show = (value) => (value < 100 ? value.toFixed(1) : value.toFixed(0))

/** The ratio of the medians, above 1 when ours is better; `more` is better, or less. */
export function advantage(of, more = false) {
  const [theirs, ours] = sides.map(({ name }) => median(of[name]))
  return more ? ours / theirs : theirs / ours
}
