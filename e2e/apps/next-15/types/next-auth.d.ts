import type { DefaultSession } from "next-auth"

declare module "next-auth" {
  interface Session {
    user: { id: string; role: "admin" | "reader" } & DefaultSession["user"]
  }
  interface User {
    role: "admin" | "reader"
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    role?: "admin" | "reader"
  }
}
