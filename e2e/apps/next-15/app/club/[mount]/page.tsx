import { getServerSession } from "next-auth"
import { Client } from "../../../components/client"
import { authOptions } from "../../../options"

interface Props {
  params: Promise<{ mount: string }>
  searchParams: Promise<{ interval?: string }>
}

/** The client is given no session here: it asks for it. */
export default async function Page({ params, searchParams }: Props) {
  const { mount } = await params
  const { interval } = await searchParams
  const session = await getServerSession(authOptions)
  return (
    <main>
      <p id="server">{session ? `${session.user.name}, ${session.user.role}` : "nobody"}</p>
      <Client mount={mount} interval={Number(interval ?? 0)} />
    </main>
  )
}
