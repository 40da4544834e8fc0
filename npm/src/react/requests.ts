import { fetchData, type CtxOrReq } from "../client/request"
import type { Session } from "../core/types"
import type { BuiltInProviderType } from "../providers"
import { logger, state, tabs } from "./state"
import type { ClientSafeProvider, GetSessionParams, LiteralUnion } from "./types"

/** Only the cookies of the application's request go along: with its body, reading would become writing. */
function cookiesOf(params?: CtxOrReq): CtxOrReq {
  const headers = (params?.req ?? params?.ctx?.req)?.headers
  return headers ? { req: { headers } } : {}
}

/** The session, or `null` when nobody is signed in or the server could not be asked. */
export async function getSession(params?: GetSessionParams): Promise<Session | null> {
  const session = await fetchData<Session>("session", state, logger, cookiesOf(params))
  if (params?.broadcast ?? true) tabs.post({ event: "session", data: { trigger: "getSession" } })
  return session
}

/** What every POST to the API routes has to carry. */
export async function getCsrfToken(params?: CtxOrReq): Promise<string | undefined> {
  const answer = await fetchData<{ csrfToken: string }>("csrf", state, logger, cookiesOf(params))
  return answer?.csrfToken
}

/** The providers that are configured, by id; for sign-in pages. */
export async function getProviders(): Promise<Record<LiteralUnion<BuiltInProviderType>, ClientSafeProvider> | null> {
  return fetchData("providers", state, logger)
}

/** Asks for the session once more, with data for the callbacks. */
export async function postSession(data: unknown): Promise<Session | null> {
  const csrfToken = await getCsrfToken()
  return fetchData<Session>("session", state, logger, { req: { body: { csrfToken, data } } })
}

/** Sends a form of the browser and returns the answer with its JSON. */
export async function postForm(url: string, fields: Record<string, unknown>): Promise<{ response: Response; data: any }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields as Record<string, string>),
  })
  return { response, data: await response.json() }
}
