import type { NextRequest } from "next/server"
import NextAuth from "next-auth"
import { authOptions } from "../../../../options"

interface Context {
  params: Promise<{ nextauth: string[] }>
}

async function auth(req: NextRequest, context: Context) {
  const { nextauth } = await context.params
  const someCookie = req.cookies.get("some-custom-cookie")?.value
  return await NextAuth(req, context, {
    ...authOptions,
    callbacks: {
      ...authOptions.callbacks,
      session: async (call) => ({ ...(await authOptions.callbacks!.session!(call)), someCookie, action: nextauth[0] }),
    },
  })
}

export { auth as GET, auth as POST }
