// The types that applications name and augment. Every interface here that an application may extend with
// `declare module "next-auth"` is the one that all signatures of the package refer to.
import type { Adapter } from "../adapters"
import type { JWT, JWTOptions } from "../jwt/types"
import type { CredentialInput, Provider, ProviderType } from "../providers"

export type Awaitable<T> = T | PromiseLike<T>

/** A date and time as `Date.prototype.toISOString` writes it. */
export type ISODateString = string

export type { Provider, ProviderType }

/** What the token endpoint of a provider answered. */
export interface TokenSetParameters {
  access_token?: string
  token_type?: string
  id_token?: string
  refresh_token?: string
  scope?: string
  /** When the access token ends, in seconds since the epoch. */
  expires_at?: number
  session_state?: string
  [key: string]: unknown
}
export type TokenSet = TokenSetParameters

export interface DefaultUser {
  id: string
  name?: string | null
  email?: string | null
  image?: string | null
}

/** The user as a provider's `profile`, `authorize` or the adapter returns it. */
export interface User extends DefaultUser {}

/** The way in: which provider, and what it issued. */
export interface Account extends Partial<TokenSet> {
  /** The user's id at the provider. */
  providerAccountId: string
  /** The user's id in the application's database. */
  userId?: string
  /** The provider's id. */
  provider: string
  type: ProviderType
}

/** What an OAuth provider says of the user. */
export interface Profile {
  sub?: string
  name?: string
  email?: string
  image?: string
}

export interface DefaultSession {
  user?: {
    name?: string | null
    email?: string | null
    image?: string | null
  }
  expires: ISODateString
}

/** What the client sees: returned by `useSession`, `getSession`, `getServerSession` and the `session` callback. */
export interface Session extends DefaultSession {}

export type SessionStrategy = "jwt" | "database"

export interface SessionOptions {
  /** Where the session is kept. Default: `"jwt"`, or `"database"` when there is an adapter. */
  strategy: SessionStrategy
  /** Seconds a session lives after it was last read. Default: 30 days. */
  maxAge: number
  /** Seconds a session lives at most after the sign-in, however much it is used. Default: no limit. Authwire only. */
  absoluteMaxAge?: number
  /** Seconds between two extensions of a database session. Default: one day. */
  updateAge: number
  /** Makes the token of a database session. */
  generateSessionToken: () => Awaitable<string>
}

/** The look of the built-in pages. */
export interface Theme {
  /** Default: `"auto"`, what the visitor's system prefers. */
  colorScheme?: "auto" | "dark" | "light"
  /** URL of an image. */
  logo?: string
  /** CSS colour of buttons and focus rings. */
  brandColor?: string
  /** CSS colour of the text on buttons. */
  buttonText?: string
}

/** Pages of the application in place of the built-in ones: paths or URLs. */
export interface PagesOptions {
  signIn: string
  signOut: string
  /** Gets the error's code as `?error=`. */
  error: string
  verifyRequest: string
  newUser: string
}

/** Attributes of a cookie. */
export interface CookieSerializeOptions {
  domain?: string
  encode?(value: string): string
  expires?: Date
  httpOnly?: boolean
  /** Seconds. */
  maxAge?: number
  partitioned?: boolean
  path?: string
  priority?: "low" | "medium" | "high"
  sameSite?: true | false | "lax" | "strict" | "none"
  secure?: boolean
}

export interface CookieOption {
  name: string
  options: CookieSerializeOptions
}

export interface CookiesOptions {
  sessionToken: CookieOption
  callbackUrl: CookieOption
  csrfToken: CookieOption
  pkceCodeVerifier: CookieOption
  state: CookieOption
  nonce: CookieOption
}

/** Where log lines go. A level that is left out goes to the console. */
export interface LoggerInstance extends Record<string, Function> {
  warn: (code: WarningCode) => void
  error: (
    code: string,
    /** The error, or an object with the error and what belongs to it. */
    metadata: Error | { error: Error; [key: string]: unknown },
  ) => void
  debug: (code: string, metadata: unknown) => void
}

export type WarningCode = "NEXTAUTH_URL" | "NO_SECRET" | "TWITTER_OAUTH_2_BETA" | "DEBUG_ENABLED" | (string & {})

/** Decisions of the application. */
export interface CallbacksOptions<P = Profile, A = Account> {
  /** Whether the user may sign in: `true`, `false`, or the URL to go to instead. */
  signIn: (params: {
    user: User | import("../adapters").AdapterUser
    account: A | null
    /** OAuth only: what the provider said. */
    profile?: P
    /** E-mail only. */
    email?: { verificationRequest?: boolean }
    /** Credentials only: the body that was posted. */
    credentials?: Record<string, CredentialInput>
  }) => Awaitable<string | boolean>
  /** Where the browser may be sent. Default: the own origin, and the base URL in place of any other. */
  redirect: (params: { url: string; baseUrl: string }) => Awaitable<string>
  /** What the client may see. `token` with JWT sessions, `user` with database sessions. */
  session: (
    params: {
      session: Session
      /** JWT sessions only. */
      token: JWT
      /** Database sessions only. */
      user: import("../adapters").AdapterUser
    } & {
      /** Sent by the client's `update`; check it before it is stored. Database sessions only. */
      newSession: any
      trigger: "update"
    },
  ) => Awaitable<Session | DefaultSession>
  /** What the token holds: called at sign-in, at every read of a session and at an update. */
  jwt: (params: {
    token: JWT
    /** At sign-in only. */
    user: User | import("../adapters").AdapterUser
    /** At sign-in only. */
    account: A | null
    /** At an OAuth sign-in only. */
    profile?: P
    trigger?: "signIn" | "signUp" | "update"
    isNewUser?: boolean
    /** Sent by the client's `update`; check it before it enters the token. */
    session?: any
  }) => Awaitable<JWT>
}

/** What the application is told of. What a handler throws is logged and changes no answer. */
export interface EventCallbacks {
  signIn: (message: { user: User; account: Account | null; profile?: Profile; isNewUser?: boolean }) => Awaitable<void>
  /** With `token` for JWT sessions, with `session` for database sessions. */
  signOut: (message: { session: Session; token: JWT }) => Awaitable<void>
  createUser: (message: { user: User }) => Awaitable<void>
  updateUser: (message: { user: User }) => Awaitable<void>
  linkAccount: (message: {
    user: User | import("../adapters").AdapterUser
    account: Account
    profile: User | import("../adapters").AdapterUser
  }) => Awaitable<void>
  session: (message: { session: Session; token: JWT }) => Awaitable<void>
}

export type EventType = keyof EventCallbacks

/** What `NextAuth` and `getServerSession` are configured with. */
export interface AuthOptions {
  providers: Provider[]
  /** Signs and encrypts: at least 32 random bytes. Default: `NEXTAUTH_SECRET`, then `AUTH_SECRET`. */
  secret?: string
  session?: Partial<SessionOptions>
  jwt?: Partial<JWTOptions>
  pages?: Partial<PagesOptions>
  callbacks?: Partial<CallbacksOptions>
  events?: Partial<EventCallbacks>
  adapter?: Adapter
  debug?: boolean
  logger?: Partial<LoggerInstance>
  theme?: Theme
  /** Whether cookies are those of https. Default: whether the public URL is https. */
  useSecureCookies?: boolean
  cookies?: Partial<CookiesOptions>
  /**
   * `"compat"` (the default) answers as next-auth 4.24.15 wherever an honest user could tell; `"strict"` also closes what an
   * honest user could notice. Authwire only.
   */
  profile?: "compat" | "strict"
  /**
   * Hosts that `X-Forwarded-Host` and `Host` may name when `NEXTAUTH_URL` is not set: `"app.example"`, `"*.app.example"`. Default:
   * `AUTH_TRUSTED_HOSTS`, separated by commas. Authwire only.
   */
  trustedHosts?: string[]
}
export type NextAuthOptions = AuthOptions

export type AuthAction =
  | "providers"
  | "session"
  | "csrf"
  | "signin"
  | "signout"
  | "callback"
  | "verify-request"
  | "error"
  | "_log"

/** A request as the engine gets it. */
export interface RequestInternal {
  /** The origin under which the application is reached. */
  origin?: string
  method?: string
  cookies?: Partial<Record<string, string>>
  headers?: Record<string, any>
  query?: Record<string, any>
  body?: Record<string, any>
  action: AuthAction
  providerId?: string
  error?: string
}

export interface Cookie extends CookieOption {
  value: string
}

/** An answer as the engine gives it. */
export interface ResponseInternal<Body extends string | Record<string, any> | any[] = any> {
  status?: number
  headers?: Array<{ key: string; value: string }>
  body?: Body
  redirect?: string
  cookies?: Cookie[]
}
export type OutgoingResponse = ResponseInternal

declare global {
  namespace NodeJS {
    interface ProcessEnv {
      NEXTAUTH_URL?: string
      NEXTAUTH_SECRET?: string
      AUTH_SECRET?: string
      VERCEL?: "1"
    }
  }
}
