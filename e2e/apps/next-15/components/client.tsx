"use client"
import type { Session } from "next-auth"
import { SessionProvider, signIn, signOut, useSession } from "next-auth/react"
import { useState } from "react"

interface Props {
  /** Where the engine is mounted, below `/api`. */
  mount: string
  session?: Session | null
  /** Seconds between two looks at the session. */
  interval?: number
}

export function Client({ mount, session, interval }: Props) {
  return (
    <SessionProvider session={session} basePath={`/api/${mount}`} refetchInterval={interval}>
      <Panel />
    </SessionProvider>
  )
}

function Panel() {
  const { data, status, update } = useSession()
  const [answer, setAnswer] = useState("")

  async function signInHere(password: string) {
    const result = await signIn("credentials", { redirect: false, username: "ada", password })
    setAnswer(`${result?.ok} ${result?.status} ${result?.error}`)
  }

  return (
    <section>
      <p id="status">{status}</p>
      <p id="client">{data ? `${data.user.name}, ${data.user.role}` : "nobody"}</p>
      <p id="answer">{answer}</p>
      <button onClick={() => signIn()}>Sign in</button>
      <button onClick={() => signInHere("wrong")}>Sign in here, wrongly</button>
      <button onClick={() => signInHere("lovelace")}>Sign in here</button>
      <button onClick={() => signOut()}>Sign out</button>
      <button onClick={() => signOut({ redirect: false })}>Sign out here</button>
      <button onClick={() => update({ name: "Countess" })}>Rename</button>
    </section>
  )
}
