import type { GetServerSideProps } from "next"
import { getServerSession } from "next-auth/next"
import { authOptions } from "../options"

export const getServerSideProps: GetServerSideProps = async ({ req, res }) => {
  const session = await getServerSession(req, res, authOptions)
  return { props: { session } }
}

export default function Page({ session }: { session: { user: { name: string } } | null }) {
  return <p id="who">{session ? session.user.name : "nobody"}</p>
}
