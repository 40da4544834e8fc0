import { getServerSession } from "next-auth"
import { authOptions } from "../../../options"

export const runtime = "edge"

export async function GET() {
  const session = await getServerSession(authOptions)
  return Response.json({ session })
}
