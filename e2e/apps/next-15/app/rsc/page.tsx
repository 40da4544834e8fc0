import { getServerSession } from "next-auth"
import { authOptions } from "../../options"

export default async function Page() {
  const session = await getServerSession(authOptions)
  return <p id="who">{session ? `${session.user.name}, ${session.user.role}, ${session.expires ?? "no expiry"}` : "nobody"}</p>
}
