import { getServerSession } from "next-auth/next"
import { options } from "../../options"

export async function GET() {
  return Response.json(await getServerSession(options))
}
