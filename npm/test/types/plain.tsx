// How applications name and use the types, without extending any. Compiled against next-auth too.
import type { ReactNode } from "react"
import type { NextFetchEvent, NextRequest } from "next/server"
import NextAuth, { getServerSession, unstable_getServerSession } from "next-auth"
import type {
  Account,
  AuthAction,
  AuthOptions,
  Awaitable,
  CallbacksOptions,
  CookieOption,
  CookiesOptions,
  DefaultSession,
  DefaultUser,
  EventCallbacks,
  EventType,
  ISODateString,
  LoggerInstance,
  NextAuthOptions,
  PagesOptions,
  Profile,
  Session,
  SessionOptions,
  SessionStrategy,
  Theme,
  TokenSet,
  User,
} from "next-auth"
import { encode, decode, getToken } from "next-auth/jwt"
import type { DefaultJWT, JWT, JWTDecodeParams, JWTEncodeParams, JWTOptions, GetTokenParams, Secret } from "next-auth/jwt"
import guard, { withAuth } from "next-auth/middleware"
import type { NextAuthMiddlewareOptions, NextMiddlewareWithAuth, NextRequestWithAuth, WithAuthArgs } from "next-auth/middleware"
import {
  getCsrfToken,
  getProviders,
  getSession,
  SessionContext,
  SessionProvider,
  signIn,
  signOut,
  useSession,
} from "next-auth/react"
import type {
  ClientSafeProvider,
  GetSessionParams,
  LiteralUnion,
  SessionContextValue,
  SessionProviderProps,
  SignInAuthorizationParams,
  SignInOptions,
  SignInResponse,
  SignOutParams,
  SignOutResponse,
  UseSessionOptions,
} from "next-auth/react"
import { apiBaseUrl, BroadcastChannel, fetchData, now } from "next-auth/client/_utils"
import type { AuthClientConfig, BroadcastMessage, CtxOrReq } from "next-auth/client/_utils"
import Credentials from "next-auth/providers/credentials"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expect<_ extends true>(): void
declare function is<T>(value: T): void

expect<Same<AuthOptions, NextAuthOptions>>()
expect<Same<SessionStrategy, "jwt" | "database">>()
expect<Same<ISODateString, string>>()
expect<Same<Session["expires"], string>>()
expect<Same<DefaultUser["id"], string>>()
expect<Same<User["email"], string | null | undefined>>()
expect<Same<NonNullable<DefaultSession["user"]>["name"], string | null | undefined>>()
expect<Same<Account["anything"], unknown>>()
expect<Same<Account["expires_at"], number | undefined>>()
expect<Same<Account["provider"], string>>()
expect<Same<TokenSet["id_token"], string | undefined>>()
expect<Same<Profile["sub"], string | undefined>>()
expect<Same<JWT["anything"], unknown>>()
expect<Same<JWT["sub"], string | undefined>>()
expect<Same<DefaultJWT["picture"], string | null | undefined>>()
expect<Same<keyof PagesOptions, "signIn" | "signOut" | "error" | "verifyRequest" | "newUser">>()
expect<Same<keyof CookiesOptions, "sessionToken" | "callbackUrl" | "csrfToken" | "pkceCodeVerifier" | "state" | "nonce">>()
expect<Same<EventType, "signIn" | "signOut" | "createUser" | "updateUser" | "linkAccount" | "session">>()
expect<Same<EventType, keyof EventCallbacks>>()
expect<Same<keyof CallbacksOptions, "signIn" | "redirect" | "session" | "jwt">>()
expect<Same<AuthAction, "providers" | "session" | "csrf" | "signin" | "signout" | "callback" | "verify-request" | "error" | "_log">>()
expect<Same<Theme["colorScheme"], "auto" | "dark" | "light" | undefined>>()
expect<Same<SessionOptions["maxAge"], number>>()
expect<Same<CookieOption["name"], string>>()
is<Awaitable<number>>(1)
is<Awaitable<number>>(Promise.resolve(1))
declare const logger: LoggerInstance
logger.error("CODE", new Error("x"))
logger.warn("NO_SECRET")
process.env.NEXTAUTH_URL satisfies string | undefined
process.env.NEXTAUTH_SECRET satisfies string | undefined

export const options: NextAuthOptions = {
  providers: [
    Credentials({
      credentials: { username: { label: "Name", type: "text" }, password: {} },
      async authorize(credentials, req) {
        expect<Same<typeof credentials, Record<"username" | "password", string> | undefined>>()
        is<string | undefined>(req.method)
        return credentials ? { id: "1", name: credentials.username } : null
      },
    }),
  ],
  session: { strategy: "jwt", maxAge: 60 },
  callbacks: {
    signIn: ({ user, account, profile, email, credentials }) => (is<string>(user.id), !!account || !!profile || !!email || !!credentials),
    redirect: ({ url, baseUrl }) => (url.startsWith(baseUrl) ? url : baseUrl),
    jwt: ({ token, user, trigger, session }) => (trigger === "update" ? { ...token, ...session } : user ? { ...token, id: user.id } : token),
    session: ({ session, token }) => ({ ...session, sub: token.sub }),
  },
  events: { signOut: ({ token }) => is<string | undefined>(token.sub), signIn: async ({ user }) => is<string>(user.id) },
}
export default NextAuth(options)

export async function server() {
  const session = await getServerSession(options)
  expect<Same<typeof session, Session | null>>()
  is<Session | null>(await getServerSession())
  is<Session | null>(await unstable_getServerSession(options))
  const narrowed = await getServerSession({ callbacks: { session: () => ({ expires: "", own: 1 }) } })
  is<{ own: number } | null>(narrowed)
}

export async function tokens(req: NextRequest) {
  const secret: Secret = "x"
  const encoding: JWTEncodeParams = { token: { name: "x", own: 1 }, secret, maxAge: 1 }
  const token: string = await encode(encoding)
  const decoding: JWTDecodeParams = { token, secret: Buffer.from(secret) }
  expect<Same<Awaited<ReturnType<typeof decode>>, JWT | null>>()
  await decode(decoding)
  is<JWT | null>(await getToken({ req }))
  is<string | null>(await getToken({ req, raw: true }))
  const params: GetTokenParams = { req, secureCookie: true, cookieName: "x", secret: "x" }
  await getToken(params)
  is<JWTOptions["encode"]>(encode)
  is<JWTOptions["decode"]>(decode)
}

export function Component({ children }: { children: ReactNode }) {
  const session = useSession()
  expect<Same<typeof session.status, "authenticated" | "unauthenticated" | "loading">>()
  if (session.status === "authenticated") expect<Same<typeof session.data, Session>>()
  else expect<Same<typeof session.data, null>>()
  is<SessionContextValue>(session)

  const required = useSession({ required: true, onUnauthenticated() {} })
  expect<Same<typeof required.status, "authenticated" | "loading">>()
  is<SessionContextValue<true>>(required)
  const optional: UseSessionOptions<false> = { required: false }
  expect<Same<ReturnType<typeof useSession<false>>["status"], "authenticated" | "unauthenticated" | "loading">>()
  useSession(optional)
  // @ts-expect-error `required` has to be said
  useSession({})
  is<Promise<Session | null>>(session.update())
  is<Promise<Session | null>>(session.update({ name: "x" }))

  const props: SessionProviderProps = { children, session: null, basePath: "/x", baseUrl: "", refetchInterval: 1 }
  return (
    <SessionProvider {...props} refetchOnWindowFocus={false} refetchWhenOffline={false}>
      <SessionContext.Consumer>{(value) => value?.status}</SessionContext.Consumer>
      {children}
    </SessionProvider>
  )
}
// @ts-expect-error only false has a meaning
export const offline: SessionProviderProps = { children: null, refetchWhenOffline: true }

export async function client(ctx: CtxOrReq) {
  expect<Same<Awaited<ReturnType<typeof getSession>>, Session | null>>()
  const params: GetSessionParams = { ...ctx, event: "storage", triggerEvent: true, broadcast: false }
  await getSession(params)
  is<string | undefined>(await getCsrfToken(ctx))
  const providers = await getProviders()
  if (providers) for (const provider of Object.values(providers)) is<ClientSafeProvider>(provider)
  is<string | undefined>(providers?.google.signinUrl)

  const gone = await signIn("google")
  expect<Same<typeof gone, SignInResponse | undefined>>()
  const outcome = await signIn<"credentials">("credentials", { redirect: false, username: "x" })
  expect<Same<typeof outcome, SignInResponse | undefined>>()
  is<{ error: string | null; status: number; ok: boolean; url: string | null } | undefined>(outcome)
  const authorization: SignInAuthorizationParams[] = ["a=1", [["a", "1"]], { a: "1" }, new URLSearchParams()]
  const signInOptions: SignInOptions = { callbackUrl: "/", redirect: true, own: 1 }
  await signIn("google", signInOptions, authorization[0])
  await signIn("own")
  await signIn(undefined, { callbackUrl: "/" })
  // @ts-expect-error of another type
  await signIn("google", { redirect: "no" })

  is<undefined>(await signOut())
  const left = await signOut({ redirect: false })
  expect<Same<typeof left, SignOutResponse>>()
  is<string>(left.url)
  const signOutParams: SignOutParams<true> = { callbackUrl: "/", redirect: true }
  await signOut(signOutParams)
  is<LiteralUnion<"a" | "b">>("c")
}

export async function lower(config: AuthClientConfig) {
  is<{ a: number } | null>(await fetchData<{ a: number }>("x", config, logger, { req: { headers: { cookie: "" }, body: {} } }))
  is<string>(apiBaseUrl(config))
  is<number>(now())
  const channel = BroadcastChannel("x")
  const end: () => void = channel.receive((message: BroadcastMessage) => is<"signout" | "getSession" | undefined>(message.data?.trigger))
  channel.post({ event: "session" })
  end()
}

export async function routes(req: NextRequestWithAuth, event: NextFetchEvent) {
  const middlewareOptions: NextAuthMiddlewareOptions = {
    pages: { signIn: "/login", error: "/error" },
    secret: "x",
    jwt: { decode },
    cookies: { sessionToken: { name: "x" } },
    callbacks: { authorized: ({ token, req }) => (is<NextRequest>(req), is<JWT | null>(token), !!token) },
  }
  const made: NextMiddlewareWithAuth = withAuth(middlewareOptions)
  const around: NextMiddlewareWithAuth = withAuth((req) => is<JWT | null>(req.nextauth.token), middlewareOptions)
  is<NextMiddlewareWithAuth>(withAuth(function middleware(req, event) { is<NextFetchEvent>(event); return Response.json(req.nextauth.token) }))
  await made(req, event)
  await around(req, event)
  await guard(req, event)
  await guard(req)
  await guard(req, middlewareOptions)
  const args: WithAuthArgs = [req, event]
  is<WithAuthArgs>(args)
  // @ts-expect-error what is undefined for some is no decision
  withAuth({ callbacks: { authorized: ({ token }) => (token ? true : undefined) } })
  // @ts-expect-error no option of the guard
  withAuth({ providers: [] })
}
