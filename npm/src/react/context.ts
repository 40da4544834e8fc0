import * as React from "react"
import type { SessionContextValue } from "./types"

/**
 * The session of the nearest `SessionProvider`. Undefined where React has no context, which is so for server components: the module
 * is imported there for `getSession` and the like.
 */
export const SessionContext: React.Context<SessionContextValue | undefined> = React.createContext?.<
  SessionContextValue | undefined
>(undefined)

/** Throws where React has no context. */
export function requireContext(): void {
  if (!SessionContext) throw new Error("React Context is unavailable in Server Components")
}
