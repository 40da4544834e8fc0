import { NextResponse, type NextRequest } from "next/server"
import { getToken } from "next-auth/jwt"
import { withAuth, type NextRequestWithAuth } from "next-auth/middleware"

export const config = { matcher: ["/api/me", "/members/:path*", "/club/:path*", "/private"] }

export default async function guard(req: NextRequest) {
  if (req.nextUrl.pathname === "/private") return withAuth(req as NextRequestWithAuth, { pages: { signIn: `${process.env.NEXTAUTH_URL}/signin` } })
  const token = await getToken({ req })
  const response = NextResponse.next()
  response.headers.set("x-token-name", token?.name ?? "nobody")
  return response
}
