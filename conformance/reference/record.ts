// What the application under test was asked: one entry for each call of a callback, event, logger or codec, in order.

type Call = { call: string; with: unknown }

// Next bundles each route on its own; the record is one for the process.
const store = globalThis as typeof globalThis & { conformanceCalls?: Call[] }

export function record(call: string, argument: unknown) {
  // Copied at once: a callback may change its argument in place afterwards.
  const copy = argument === undefined ? null : JSON.parse(JSON.stringify(argument))
  ;(store.conformanceCalls ??= []).push({ call, with: copy })
}

export function takeCalls(): Call[] {
  const calls = store.conformanceCalls ?? []
  store.conformanceCalls = []
  return calls
}
