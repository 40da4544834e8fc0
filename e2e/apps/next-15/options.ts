import type { NextAuthOptions } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"

export const authOptions: NextAuthOptions = {
  providers: [
    CredentialsProvider({
      name: "Password",
      credentials: {
        username: { label: "Username", type: "text", placeholder: "ada" },
        password: { label: "Password", type: "password" },
      },
      async authorize(credentials) {
        if (credentials?.username !== "ada" || credentials.password !== "lovelace") return null
        return { id: "7", name: "Ada", email: "ada@example.com", role: "admin" }
      },
    }),
  ],
  callbacks: {
    jwt({ token, user, trigger, session }) {
      if (user && "role" in user) token.role = user.role
      if (trigger === "update" && session?.name) token.name = session.name
      return token
    },
    session({ session, token }) {
      session.user.id = token.sub!
      session.user.role = token.role ?? "reader"
      return session
    },
  },
}
