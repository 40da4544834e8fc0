import * as React from "react"
import { now } from "../client/clock"
import type { Session } from "../core/types"
import { requireContext, SessionContext } from "./context"
import { getSession, postSession } from "./requests"
import { logger, state, tabs } from "./state"
import type { SessionContextValue, SessionProviderProps } from "./types"

/** Keeps the session for the components below, and keeps it fresh. */
export function SessionProvider(props: SessionProviderProps): React.ReactElement<any, any> {
  requireContext()
  const { basePath, refetchInterval, refetchOnWindowFocus = true, refetchWhenOffline } = props
  // While rendering: the effects of children, which may already ask the server, run before those of this component.
  if (basePath) state.basePath = basePath

  const [given] = React.useState(props.session)
  const [session, setSession] = React.useState(given)
  const [loading, setLoading] = React.useState(given === undefined)

  const isNew = React.useRef(true)
  React.useEffect(() => {
    if (isNew.current && given !== undefined) take(++asked, given)
    isNew.current = false
    state._getSession = async ({ event }: { event?: string } = {}) => {
      try {
        const renewed = await refresh(event)
        if (renewed !== undefined) setSession(renewed)
      } catch (error) {
        logger.error("CLIENT_SESSION_ERROR", error as Error)
      } finally {
        setLoading(false)
      }
    }
    state._getSession()
    return () => {
      state._lastSync = 0
      state._session = undefined
      state._getSession = () => {}
    }
  }, [])

  React.useEffect(() => tabs.receive(() => state._getSession({ event: "storage" })), [])

  React.useEffect(() => {
    if (!refetchOnWindowFocus) return
    const look = () => {
      if (document.visibilityState === "visible") state._getSession({ event: "visibilitychange" })
    }
    document.addEventListener("visibilitychange", look)
    return () => document.removeEventListener("visibilitychange", look)
  }, [refetchOnWindowFocus])

  const online = useOnline()
  const polls = refetchWhenOffline !== false || online
  React.useEffect(() => {
    if (!refetchInterval || !polls) return
    const timer = setInterval(() => {
      if (state._session) state._getSession({ event: "poll" })
    }, refetchInterval * 1000)
    return () => clearInterval(timer)
  }, [refetchInterval, polls])

  const value = React.useMemo(() => {
    const status = loading ? "loading" : session ? "authenticated" : "unauthenticated"
    const update = async (data?: unknown) => {
      if (loading || !session) return
      const turn = ++asked
      setLoading(true)
      const renewed = await postSession(data)
      setLoading(false)
      if (renewed) {
        if (take(turn, renewed)) setSession(renewed)
        tabs.post({ event: "session", data: { trigger: "getSession" } })
      }
      return renewed
    }
    return { data: session, status, update } as SessionContextValue
  }, [session, loading])

  return React.createElement(SessionContext.Provider, { value }, props.children)
}

// Requests are numbered, so that an answer that a later request's answer overtook is dropped: it may be older than a sign-out.
let asked = 0
let taken = 0

function take(turn: number, session: Session | null): boolean {
  if (turn < taken) return false
  taken = turn
  state._session = session
  return true
}

/** Asks for the session when the event calls for it; `undefined` when there is nothing new. */
async function refresh(event?: string): Promise<Session | null | undefined> {
  const isFirst = state._session === undefined
  const fromTab = event === "storage"
  if (!fromTab && !isFirst) {
    // Nothing happened, nobody is signed in who could have been signed out, or the clock was set back.
    if (!event || state._session === null || now() < state._lastSync) return
  }
  state._lastSync = now()
  const turn = ++asked
  const session = await getSession({ broadcast: !fromTab })
  return take(turn, session) ? session : undefined
}

function useOnline(): boolean {
  const [online, setOnline] = React.useState(typeof navigator === "undefined" ? false : navigator.onLine)
  React.useEffect(() => {
    const on = () => setOnline(true)
    const off = () => setOnline(false)
    window.addEventListener("online", on)
    window.addEventListener("offline", off)
    return () => {
      window.removeEventListener("online", on)
      window.removeEventListener("offline", off)
    }
  }, [])
  return online
}
