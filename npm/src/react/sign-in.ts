import { apiBaseUrl } from "../client/request"
import type { BuiltInProviderType, RedirectableProviderType } from "../providers"
import { follow } from "./navigate"
import { getCsrfToken, getProviders, postForm } from "./requests"
import { state } from "./state"
import type { LiteralUnion, SignInAuthorizationParams, SignInOptions, SignInResponse } from "./types"

/**
 * Starts a sign-in with a provider, or goes to the sign-in page when none or an unknown one is named. With `redirect: false`
 * credentials and e-mail return the outcome; everything else leaves the page and returns `undefined`.
 */
export async function signIn<P extends RedirectableProviderType | undefined = undefined>(
  provider?: LiteralUnion<P extends RedirectableProviderType ? P | BuiltInProviderType : BuiltInProviderType>,
  options?: SignInOptions,
  authorizationParams?: SignInAuthorizationParams,
): Promise<P extends RedirectableProviderType ? SignInResponse | undefined : undefined>
export async function signIn(
  id?: string,
  options?: SignInOptions,
  authorizationParams?: SignInAuthorizationParams,
): Promise<SignInResponse | undefined> {
  const { callbackUrl = window.location.href, redirect = true } = options ?? {}
  const base = apiBaseUrl(state)

  const providers: Record<string, { type: string }> | null = await getProviders()
  if (!providers) {
    window.location.href = `${base}/error`
    return
  }
  const provider = id && Object.prototype.hasOwnProperty.call(providers, id) ? providers[id] : undefined
  if (!provider) {
    window.location.href = `${base}/signin?${new URLSearchParams({ callbackUrl })}`
    return
  }

  const isCredentials = provider.type === "credentials"
  const query = authorizationParams ? `?${new URLSearchParams(authorizationParams)}` : ""
  const { response, data } = await postForm(`${base}/${isCredentials ? "callback" : "signin"}/${id}${query}`, {
    ...options,
    csrfToken: await getCsrfToken(),
    callbackUrl,
    json: true,
  })

  if (redirect || !(isCredentials || provider.type === "email")) {
    follow(data.url, callbackUrl)
    return
  }
  const error = errorOf(data.url, response)
  if (response.ok) await state._getSession({ event: "storage" })
  return { error, status: response.status, ok: response.ok, url: error ? null : data.url }
}

/** The server tells of an error in the query of the page that it would have shown. */
function errorOf(url: unknown, response: Response): string | null {
  // A refused configuration answers without any page.
  if (typeof url !== "string") return response.ok ? null : "Configuration"
  return new URL(url, window.location.href).searchParams.get("error")
}
