export interface BaseUrl {
  origin: string
  /** Path of the API routes, without a slash at its end. */
  path: string
}

/**
 * Origin and path of the API routes: of a URL, of a host (which is taken to be https), or of nothing at all, which is next-auth's default
 * `http://localhost:3000/api/auth`. A URL without a path has the path `/api/auth`.
 *
 * Throws a `TypeError` for what is no URL.
 */
export function parseUrl(url?: string): BaseUrl {
  const given = url ?? "http://localhost:3000/api/auth"
  const { origin, pathname } = new URL(given.startsWith("http") ? given : `https://${given}`)
  return { origin, path: (pathname === "/" ? "/api/auth" : pathname).replace(/\/$/, "") }
}
