// Applications extend the types; every signature then speaks of what they added. Compiled against next-auth too.
import type { Account, CallbacksOptions, DefaultSession, NextAuthOptions, Profile, Session, User } from "next-auth"
import { getServerSession } from "next-auth"
import type { AdapterUser } from "next-auth/adapters"
import { encode, getToken, type JWT } from "next-auth/jwt"
import { withAuth } from "next-auth/middleware"
import Credentials from "next-auth/providers/credentials"
import { getSession, SessionProvider, useSession } from "next-auth/react"
import type { NextRequest } from "next/server"

declare module "next-auth" {
  interface Session {
    user: { id: string; role: "admin" | "user" } & DefaultSession["user"]
  }
  interface User {
    role: "admin" | "user"
  }
  interface Account {
    tenant: string
  }
  interface Profile {
    groups: string[]
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    role: "admin" | "user"
  }
}
declare module "next-auth/adapters" {
  interface AdapterUser {
    plan: string
  }
}

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Role = "admin" | "user"
declare function expect<_ extends true>(): void
declare function is<T>(value: T): void

expect<Same<Session["user"]["role"], Role>>()
expect<Same<JWT["role"], Role>>()
expect<Same<User["role"], Role>>()
expect<Same<Account["tenant"], string>>()
expect<Same<Profile["groups"], string[]>>()
expect<Same<AdapterUser["role"], Role>>()
expect<Same<AdapterUser["plan"], string>>()

export const options = {
  providers: [
    Credentials({
      credentials: { name: {} },
      authorize: async (credentials) => (credentials ? { id: "1", role: "admin" } : null),
    }),
  ],
  callbacks: {
    signIn({ user, account, profile }) {
      is<Role>(user.role)
      is<string | undefined>(account?.tenant)
      is<string[] | undefined>(profile?.groups)
      return true
    },
    jwt({ token, user }) {
      expect<Same<typeof token.role, Role>>()
      return user ? { ...token, role: user.role } : token
    },
    session({ session, token, user }) {
      expect<Same<typeof token.role, Role>>()
      expect<Same<typeof user.plan, string>>()
      session.user.role = token.role
      return session
    },
  },
  events: {
    signIn: ({ user }) => is<Role>(user.role),
    session: ({ session, token }) => (is<Role>(session.user.role), is<Role>(token.role)),
  },
} satisfies NextAuthOptions
export const callbacks: NextAuthOptions["callbacks"] = options.callbacks
export const one: CallbacksOptions["session"] = options.callbacks.session

// @ts-expect-error the user lacks its role
Credentials({ credentials: {}, authorize: async () => ({ id: "1" }) })

export async function use(req: NextRequest) {
  expect<Same<NonNullable<Awaited<ReturnType<typeof getSession>>>["user"]["role"], Role>>()
  const session = await getServerSession(options)
  is<Role | undefined>(session?.user.role)
  const token = await getToken({ req })
  is<Role | undefined>(token?.role)
  await encode({ token: { role: "user" }, secret: "x" })
  // @ts-expect-error no such role
  await encode({ token: { role: "owner" }, secret: "x" })
}

export const middleware = withAuth((req) => is<Role | undefined>(req.nextauth.token?.role), {
  callbacks: { authorized: ({ token }) => token?.role === "admin" },
})

export function Page() {
  const { data, status } = useSession()
  if (status !== "authenticated") return null
  is<Role>(data.user.role)
  const required = useSession({ required: true })
  is<Role | undefined>(required.data?.user.role)
  return <SessionProvider session={data}>{data.user.id}</SessionProvider>
}
