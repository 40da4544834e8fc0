// `getServerSession`: the session on the server, without a request to oneself.
import type { GetServerSidePropsContext, NextApiRequest, NextApiResponse } from "next"
import type { AuthOptions, CallbacksOptions, Session } from "../core/types"
import { isProduction, secretOfEnvironment } from "../engine/environment"
import { remembered } from "../engine/once"
import { respond } from "../engine/respond"
import { appendCookies } from "./pages"

/** As `AuthOptions`, every one optional, and with a session callback that may return anything. */
export type GetServerSessionOptions = Partial<Omit<AuthOptions, "callbacks">> & {
  callbacks?: Omit<AuthOptions["callbacks"], "session"> & {
    session?: (...args: Parameters<CallbacksOptions["session"]>) => any
  }
}

type GetServerSessionParams<O extends GetServerSessionOptions> =
  | [GetServerSidePropsContext["req"], GetServerSidePropsContext["res"], O]
  | [NextApiRequest, NextApiResponse, O]
  | [O]
  | []

/**
 * The session, or `null` when nobody is signed in.
 *
 * With `req`, `res` and options in API routes and `getServerSideProps`, where renewed cookies are set; with options alone in server
 * components, route handlers and server actions, where they are not.
 */
export async function getServerSession<
  O extends GetServerSessionOptions,
  R = O["callbacks"] extends { session: (...args: any[]) => infer U } ? U : Session,
>(...args: GetServerSessionParams<O>): Promise<R | null> {
  const inPages = args.length >= 2
  const [req, res, given] = (inPages ? args : [...(await incoming()), args[0]]) as [
    Pick<NextApiRequest, "cookies" | "headers">,
    NextApiResponse | undefined,
    GetServerSessionOptions | undefined,
  ]
  const options = { ...given, providers: [], secret: given?.secret ?? secretOfEnvironment() } as AuthOptions
  const { status, cookies, body } = await respond(options, {
    method: "GET",
    nextauth: ["session"],
    query: {},
    body: undefined,
    cookies: req.cookies,
    headers: req.headers,
  })
  if (res) appendCookies(res, cookies)

  if (!body || typeof body !== "object") return null
  if (status !== 200) throw new Error((body as { message?: string }).message)
  if (Object.keys(body).length === 0) return null
  if (!inPages) delete (body as { expires?: unknown }).expires
  return body as R
}

/** Cookies and headers of the request that Next.js is answering. Loaded when asked for: older versions have no such module. */
async function incoming(): Promise<[Pick<NextApiRequest, "cookies" | "headers">, undefined]> {
  const next = await import("next/headers.js")
  const [headers, cookies] = [await next.headers(), await next.cookies()]
  const pairs = cookies.getAll().map(({ name, value }) => [name, value])
  return [{ headers: Object.fromEntries(headers), cookies: Object.fromEntries(pairs) }, undefined]
}

/** @deprecated The name of `getServerSession` while it was tried out. */
export async function unstable_getServerSession<
  O extends GetServerSessionOptions,
  R = O["callbacks"] extends { session: (...args: any[]) => infer U } ? U : Session,
>(...args: GetServerSessionParams<O>): Promise<R | null> {
  const once = remembered()
  if (!once.renamed && !isProduction()) {
    once.renamed = true
    console.warn("[next-auth] `unstable_getServerSession` is now `getServerSession`: only the name has changed.")
  }
  return getServerSession<O, R>(...args)
}
