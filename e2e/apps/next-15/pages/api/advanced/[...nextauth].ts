import type { NextApiRequest, NextApiResponse } from "next"
import NextAuth from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import { authOptions } from "../../../options"

declare module "next-auth" {
  interface Session {
    someCookie?: string
  }
}

export default async function auth(req: NextApiRequest, res: NextApiResponse) {
  if (req.query.nextauth?.includes("callback") && req.method === "POST") {
    console.log("Handling callback request from the client", req.body.username)
  }

  const someCookie = req.cookies["some-custom-cookie"]
  const providers = [
    ...authOptions.providers,
    CredentialsProvider({ id: "pin", name: "PIN", credentials: { pin: { label: "PIN" } }, authorize: () => null }),
  ]
  const isDefaultSigninPage = req.method === "GET" && req.query.nextauth?.includes("signin")
  if (isDefaultSigninPage) providers.pop()

  return await NextAuth(req, res, {
    ...authOptions,
    providers,
    callbacks: {
      ...authOptions.callbacks,
      session(call) {
        call.session.someCookie = someCookie
        return authOptions.callbacks!.session!(call)
      },
    },
  })
}
