// One request, answered under the application's options.
import type { AuthOptions } from "../core/types"
import { isProduction } from "./environment"
import { answer, warn, type EngineRequest, type Reply } from "./index"
import { remembered } from "./once"
import { engineOptions } from "./options"

/** Has the engine answer. The first time in a process, the log also gets what is worth a warning. */
export async function respond(options: AuthOptions, request: EngineRequest): Promise<Reply> {
  const settled = engineOptions(options)
  const once = remembered()
  if (!once.warned) {
    once.warned = true
    if (!options.secret) noSecret(options)
    warn(settled)
  }
  // Hosts keep one of several cookies of one name. Strict wants to know whether they agree, as the header alone tells.
  const whole = options.profile === "strict" && request.headers.cookie !== undefined
  return answer(settled, whole ? { ...request, cookies: undefined } : request)
}

function noSecret({ logger }: AuthOptions): void {
  // In production this is an error, which every request reports.
  if (isProduction()) return
  if (logger?.warn) return void logger.warn("NO_SECRET")
  console.warn(
    "[next-auth][warn][NO_SECRET]",
    "no secret is configured: sessions end when this process does. Set NEXTAUTH_SECRET",
  )
}
