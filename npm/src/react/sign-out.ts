import { apiBaseUrl } from "../client/request"
import { follow } from "./navigate"
import { getCsrfToken, postForm } from "./requests"
import { state, tabs } from "./state"
import type { SignOutParams, SignOutResponse } from "./types"

/** Ends the session, in the other tabs too. With `redirect: false` the page stays and learns where it would have gone. */
export async function signOut<R extends boolean = true>(
  options?: SignOutParams<R>,
): Promise<R extends true ? undefined : SignOutResponse>
export async function signOut(options?: SignOutParams<boolean>): Promise<SignOutResponse | undefined> {
  const { callbackUrl = window.location.href, redirect = true } = options ?? {}
  const csrfToken = await getCsrfToken()
  const { data } = await postForm(`${apiBaseUrl(state)}/signout`, { csrfToken, callbackUrl, json: true })
  tabs.post({ event: "session", data: { trigger: "signout" } })
  if (redirect) {
    follow(data.url, callbackUrl)
    return
  }
  await state._getSession({ event: "storage" })
  return data
}
