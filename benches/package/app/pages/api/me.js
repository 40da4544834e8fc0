import { getServerSession } from "next-auth/next"
import { options } from "../../options"

export default async function me(req, res) {
  res.json(await getServerSession(req, res, options))
}
