import type { CredentialsConfig, CredentialsProviderType } from "./credentials"
import type { OAuthConfig, OAuthProviderType } from "./oauth"

export type * from "./credentials"
export type * from "./oauth"

export type ProviderType = "oauth" | "email" | "credentials"

export interface CommonProviderOptions {
  id: string
  name: string
  type: ProviderType
  options?: Record<string, unknown>
}

export type Provider = OAuthConfig<any> | CredentialsConfig

export type AppProvider = Provider
export type AppProviders = AppProvider[]

/** The types of provider for which `signIn` can tell its caller the outcome. */
export type RedirectableProviderType = "email" | "credentials"
export type BuiltInProviderType = RedirectableProviderType | OAuthProviderType
export type BuiltInProviders = Record<OAuthProviderType, (config: any) => OAuthConfig<any>> &
  Record<CredentialsProviderType, (config: any) => CredentialsConfig<any>>
