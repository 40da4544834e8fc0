import type { TokenSet } from "../core/types"
import { callableDefault } from "../interop"
import type { OAuthConfig, OAuthUserConfig } from "./oauth"

/** An address of `GET /user/emails`. */
export interface GithubEmail {
  email: string
  primary: boolean
  verified: boolean
  visibility: "public" | "private" | null
}

/** What `GET /user` answers, as far as it is commonly used. */
export interface GithubProfile extends Record<string, any> {
  id: number
  login: string
  name: string | null
  email: string | null
  avatar_url: string
  html_url: string
  bio: string | null
  company: string | null
  location: string | null
}

/** Sign in with GitHub, by OAuth 2. */
function Github<P extends GithubProfile>(options: OAuthUserConfig<P>): OAuthConfig<P> {
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    // GitHub names itself in its answers (RFC 9207).
    issuer: "https://github.com/login/oauth",
    authorization: { url: "https://github.com/login/oauth/authorize", params: { scope: "read:user user:email" } },
    token: "https://github.com/login/oauth/access_token",
    userinfo: { url: "https://api.github.com/user", request: userWithAddress },
    profile: ({ id, name, login, email, avatar_url }) => ({ id: `${id}`, name: name ?? login, email, image: avatar_url }),
    style: { logo: "https://authjs.dev/img/providers/github.svg", bg: "#24292f", text: "#fff" },
    options,
  }
}

/** The user; the address from a list of its own where the user keeps it private. */
async function userWithAddress({ client, tokens }: { client: any; tokens: TokenSet }): Promise<any> {
  const profile = await client.userinfo(tokens.access_token)
  if (profile.email) return profile
  const response = await fetch("https://api.github.com/user/emails", {
    headers: { authorization: `token ${tokens.access_token}` },
  })
  if (!response.ok) return profile
  const emails: GithubEmail[] = await response.json()
  return { ...profile, email: (emails.find(({ primary }) => primary) ?? emails[0])?.email }
}

export default callableDefault(Github)
