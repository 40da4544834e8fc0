import type { GetServerSideProps, InferGetServerSidePropsType } from "next"
import { getServerSession, type Session } from "next-auth"
import { Client } from "../../components/client"
import { authOptions } from "../../options"

interface Props {
  mount: string
  session: Session | null
  interval: number
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res, query }) => {
  const session = await getServerSession(req, res, authOptions)
  return { props: { session, mount: String(query.mount), interval: Number(query.interval ?? 0) } }
}

export default function Page({ mount, session, interval }: InferGetServerSidePropsType<typeof getServerSideProps>) {
  return (
    <main>
      <p id="server">{session ? `${session.user.name}, ${session.user.role}` : "nobody"}</p>
      <Client mount={mount} session={session} interval={interval} />
    </main>
  )
}
