import CredentialsProvider from "next-auth/providers/credentials"

export const options = {
  secret: process.env.NEXTAUTH_SECRET,
  providers: [CredentialsProvider({ credentials: { name: { label: "Name" } }, authorize: () => null })],
  callbacks: {
    session({ session, token }) {
      session.user.id = token.sub
      return session
    },
  },
}
