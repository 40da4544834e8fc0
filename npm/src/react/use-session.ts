import * as React from "react"
import { requireContext, SessionContext } from "./context"
import { state } from "./state"
import type { SessionContextValue, UseSessionOptions } from "./types"

/**
 * The session and its status. With `required: true` the component never sees that nobody is signed in: it stays `"loading"` while
 * the browser goes to the sign-in page, or `onUnauthenticated` is called.
 *
 * Throws outside a `SessionProvider`, and in server components.
 */
export function useSession<R extends boolean>(options?: UseSessionOptions<R>): SessionContextValue<R>
export function useSession(options?: UseSessionOptions<boolean>): SessionContextValue<boolean> {
  requireContext()
  const value = React.useContext(SessionContext)
  if (!value) throw new Error("[next-auth]: `useSession` must be wrapped in a <SessionProvider />")

  const { required, onUnauthenticated } = options ?? {}
  const missing = Boolean(required) && value.status === "unauthenticated"
  React.useEffect(() => {
    if (!missing) return
    if (onUnauthenticated) onUnauthenticated()
    else {
      const query = new URLSearchParams({ error: "SessionRequired", callbackUrl: window.location.href })
      window.location.href = `${state.basePath}/signin?${query}`
    }
  }, [missing, onUnauthenticated])

  return missing ? ({ data: value.data, update: value.update, status: "loading" } as SessionContextValue) : value
}
