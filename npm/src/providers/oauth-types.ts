/** The OAuth providers that come with the package. */
export type OAuthProviderType = "github" | "google"
