import { now } from "./clock"

/** What tabs tell each other. */
export interface BroadcastMessage {
  event?: "session"
  data?: { trigger?: "signout" | "getSession" }
  /** Declared by next-auth, never sent. */
  clientId: string
  /** Seconds since the epoch. */
  timestamp: number
}

/**
 * Messages to the other tabs of the same origin. They go through `localStorage`, with next-auth's key and shape, so that tabs that
 * still run next-auth's client understand them.
 */
export function BroadcastChannel(name = "nextauth.message") {
  return {
    /** Listens to the other tabs. Returns what ends it. */
    receive(onReceive: (message: BroadcastMessage) => void): () => void {
      const listen = (event: StorageEvent) => {
        if (event.key !== name) return
        const message = parse(event.newValue)
        if (message?.event === "session" && message.data) onReceive(message)
      }
      window.addEventListener("storage", listen)
      return () => window.removeEventListener("storage", listen)
    },
    /** Tells the other tabs. Does nothing on servers. */
    post(message: Record<string, unknown>): void {
      if (typeof window === "undefined") return
      try {
        // Browsers pass on what changes, and next-auth's second message of a second with the same words changes nothing.
        localStorage.removeItem(name)
        localStorage.setItem(name, JSON.stringify({ ...message, timestamp: now() }))
      } catch {
        // Storage is full, or the browser forbids it: the other tabs find out when they are next looked at.
      }
    },
  }
}

function parse(value: string | null): BroadcastMessage | null {
  try {
    return JSON.parse(value ?? "{}")
  } catch {
    return null
  }
}
