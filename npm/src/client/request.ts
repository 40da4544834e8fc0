import type { IncomingMessage } from "http"
import type { LoggerInstance, Session } from "../core/types"

/** What the client's functions know and share: one of it for each page. */
export interface AuthClientConfig {
  /** Origin of the application. */
  baseUrl: string
  /** Path of the API routes in the browser. */
  basePath: string
  /** Origin that the server's own requests go to. */
  baseUrlServer: string
  basePathServer: string
  /** The session last received; `undefined` before there was any answer. */
  _session?: Session | null | undefined
  /** When the session was last asked for, in seconds since the epoch. */
  _lastSync: number
  /** Refreshes the session of the mounted `SessionProvider`. */
  _getSession: (...args: any[]) => any
}

type IncomingRequest = Partial<IncomingMessage> & { body?: any }

/** The request of a page or an API route, whose cookies are passed on. */
export interface CtxOrReq {
  req?: IncomingRequest
  /** The context of `getInitialProps`. */
  ctx?: { req: IncomingRequest }
}

/** Where the API routes are: relative in the browser, absolute on servers. */
export function apiBaseUrl(config: AuthClientConfig): string {
  return typeof window === "undefined" ? `${config.baseUrlServer}${config.basePathServer}` : config.basePath
}

/**
 * Asks an API route for JSON, with the cookies of `req`; posts `req.body` when there is one. `null` when there is nothing
 * (`{}`) and after any failure, which is logged as `CLIENT_FETCH_ERROR`.
 */
export async function fetchData<T = any>(
  path: string,
  config: AuthClientConfig,
  logger: LoggerInstance,
  { ctx, req = ctx?.req }: CtxOrReq = {},
): Promise<T | null> {
  const url = `${apiBaseUrl(config)}/${path}`
  try {
    const cookie = req?.headers?.cookie
    const options: RequestInit = { headers: { "Content-Type": "application/json", ...(cookie ? { cookie } : {}) } }
    if (req?.body) {
      options.method = "POST"
      options.body = JSON.stringify(req.body)
    }
    const response = await fetch(url, options)
    const data = await json(response)
    if (!response.ok) throw data
    return Object.keys(data).length > 0 ? data : null
  } catch (error) {
    logger.error("CLIENT_FETCH_ERROR", { error: error as Error, url })
    return null
  }
}

async function json(response: Response): Promise<any> {
  try {
    return await response.json()
  } catch (error) {
    // That a page came in place of JSON says little; its status and type tell a proxy's page from the server's own error.
    if (error instanceof SyntaxError) error.message += ` (status ${response.status}, ${response.headers?.get("content-type") ?? "no type"})`
    throw error
  }
}
