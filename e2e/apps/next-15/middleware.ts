import { NextResponse, type NextRequest } from "next/server"
import { getToken } from "next-auth/jwt"

export const config = { matcher: "/api/me" }

export async function middleware(req: NextRequest) {
  const token = await getToken({ req })
  const response = NextResponse.next()
  response.headers.set("x-token-name", token?.name ?? "nobody")
  return response
}
