import { callableDefault } from "../interop"
import type { OAuthConfig, OAuthUserConfig } from "./oauth"

/** The claims of Google's ID tokens (OpenID Connect Core §5.1, and Google's own `hd`). */
export interface GoogleProfile extends Record<string, any> {
  aud: string
  azp: string
  email: string
  email_verified: boolean
  exp: number
  family_name: string
  given_name: string
  /** The domain of a Google Workspace account. */
  hd: string
  iat: number
  iss: string
  jti: string
  name: string
  nbf: number
  picture: string
  sub: string
}

/** Sign in with Google, by OpenID Connect. */
function Google<P extends GoogleProfile>(options: OAuthUserConfig<P>): OAuthConfig<P> {
  return {
    id: "google",
    name: "Google",
    type: "oauth",
    wellKnown: "https://accounts.google.com/.well-known/openid-configuration",
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state"],
    profile: ({ sub, name, email, picture }) => ({ id: sub, name, email, image: picture }),
    style: { logo: "https://authjs.dev/img/providers/google.svg", bg: "#fff", text: "#000" },
    options,
  }
}

export default callableDefault(Google)
