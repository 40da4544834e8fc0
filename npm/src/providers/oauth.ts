// How an OAuth or OpenID Connect provider is described. Types alone: there is nothing to run.
import type { Awaitable, Profile, TokenSet, User } from "../core/types"
import type { CommonProviderOptions } from "./index"
import type { OAuthProviderType } from "./oauth-types"

export type { OAuthProviderType }

export type OAuthChecks = "pkce" | "state" | "none" | "nonce"

/** The button on the sign-in page. */
export interface OAuthProviderButtonStyles {
  logo: string
  /** @deprecated */
  logoDark?: string
  bg: string
  /** @deprecated */
  bgDark?: string
  text: string
  /** @deprecated */
  textDark?: string
}

/** An endpoint of a provider: where it is, what it is asked, and code of the application that asks in its place. */
export interface EndpointHandler<P extends object, C = any, R = any> {
  url?: string
  params?: P
  request?: (context: C & { client: any; provider: any }) => Awaitable<R>
}

export type AuthorizationEndpointHandler = EndpointHandler<Record<string, unknown>>
export type TokenEndpointHandler = EndpointHandler<
  Record<string, unknown>,
  { params: Record<string, any>; checks: Record<string, any> },
  { tokens: TokenSet }
>
export type UserinfoEndpointHandler = EndpointHandler<{ access_token?: string }, { tokens: TokenSet }, Profile>

export interface OAuthConfig<P> extends CommonProviderOptions {
  type: "oauth"
  /** The URL of the OpenID Connect discovery document. */
  wellKnown?: string
  issuer?: string
  jwks_endpoint?: string
  jwks?: { keys: Record<string, unknown>[] }
  clientId?: string
  clientSecret?: string
  client?: Record<string, unknown>
  authorization?: string | AuthorizationEndpointHandler
  token?: string | TokenEndpointHandler
  userinfo?: string | UserinfoEndpointHandler
  checks?: OAuthChecks | OAuthChecks[]
  /** Whether the user is read from an ID token. */
  idToken?: boolean
  version?: string
  /** The user, made of what the provider says. */
  profile?: (profile: P, tokens: TokenSet) => Awaitable<User>
  httpOptions?: { timeout?: number; agent?: any; headers?: Record<string, string | string[] | undefined> }
  style?: OAuthProviderButtonStyles
  allowDangerousEmailAccountLinking?: boolean
  accessTokenUrl?: string
  requestTokenUrl?: string
  profileUrl?: string
  encoding?: string
  region?: string
  options?: OAuthUserConfig<P>
}

export type OAuthUserConfig<P> = Omit<Partial<OAuthConfig<P>>, "options" | "type"> &
  Required<Pick<OAuthConfig<P>, "clientId" | "clientSecret">>

export type OAuthProvider = (options: OAuthUserConfig<any>) => OAuthConfig<any>
