import type { LoggerInstance } from "../core/types"

type Level = "error" | "warn" | "debug"

/** Writes to the console, as next-auth does. */
export const consoleLogger: LoggerInstance = {
  error(code: string, metadata: unknown) {
    const described = describe(metadata)
    console.error(`[next-auth][error][${code}]`, `\nhttps://next-auth.js.org/errors#${code.toLowerCase()}`, described.message, described)
  },
  warn(code: string) {
    console.warn(`[next-auth][warn][${code}]`, `\nhttps://next-auth.js.org/warnings#${code.toLowerCase()}`)
  },
  debug(code: string, metadata: unknown) {
    console.log(`[next-auth][debug][${code}]`, metadata)
  },
}

/** In browsers, a logger that also tells the server; on servers, the console's. */
export function clientLogger(basePath: string): LoggerInstance {
  if (typeof window === "undefined") return consoleLogger
  const log = (level: Level) => (code: string, metadata?: unknown) => {
    consoleLogger[level](code, metadata as Error)
    const about = level === "error" ? describe(metadata) : (metadata as object | undefined)
    send(`${basePath}/_log`, new URLSearchParams({ level, code, ...about, client: "true" } as Record<string, string>))
  }
  return { error: log("error"), warn: log("warn"), debug: log("debug") }
}

function send(url: string, body: URLSearchParams): void {
  // A beacon outlives the page.
  if (navigator.sendBeacon) navigator.sendBeacon(url, body)
  else fetch(url, { method: "POST", body, keepalive: true }).catch(() => {})
}

interface Described extends Record<string, unknown> {
  message?: unknown
}

/** An error's properties do not survive serialisation; plain members do. */
function describe(metadata: unknown): Described {
  if (metadata instanceof Error) return { message: metadata.message, stack: metadata.stack, name: metadata.name }
  if (typeof metadata !== "object" || metadata === null) return {}
  const { error, ...rest } = metadata as Described & { error?: unknown }
  if (error === undefined) return { ...rest }
  const described = error instanceof Error ? describe(error) : (error as Described)
  return { error: described, ...rest, message: rest.message ?? described?.message }
}
