// Where a request carries its session token: in the session cookie, which is split when it is long, or as a bearer token.

type Headers = { get(name: string): string | null } | Record<string, string | string[] | undefined>

/** As much of a request as is read here: that of Next.js in each of its shapes, Node's, and the platform's own. */
export interface TokenRequest {
  cookies?: unknown
  headers?: unknown
}

export function tokenOf(req: TokenRequest, cookieName: string): string | undefined {
  return tokenOfCookies(cookiesOf(req), cookieName) || bearer(header(req.headers as Headers, "authorization"))
}

/**
 * The whole cookie, or its chunks put together.
 *
 * A set of chunks outranks the whole cookie, which is stale then. A set runs from `.0` without a gap up to the first chunk that is shorter
 * than `.0`; one chunk alone is a stray beside a whole cookie. Cookies whose names merely begin alike are none of ours.
 */
export function tokenOfCookies(cookies: Map<string, string>, name: string): string | undefined {
  const whole = cookies.get(name)
  const chunks: string[] = []
  for (let chunk; (chunk = cookies.get(`${name}.${chunks.length}`)) !== undefined; ) {
    chunks.push(chunk)
    if (chunk.length < chunks[0]!.length) break
  }
  return chunks.length > 1 || !whole ? chunks.join("") || whole : whole
}

function cookiesOf({ cookies, headers }: TokenRequest): Map<string, string> {
  if (isObject(cookies)) {
    if (typeof cookies.getAll === "function") {
      const all = cookies.getAll() as { name: string; value: string }[]
      return new Map(all.map(({ name, value }) => [name, value]))
    }
    return cookies instanceof Map ? cookies : new Map(Object.entries(cookies as Record<string, string>))
  }
  return parsed(header(headers as Headers, "cookie") ?? "")
}

/** Of two cookies with one name the first counts, which has the longer path (RFC 6265 §5.4). */
function parsed(text: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of text.split(";")) {
    const at = pair.indexOf("=")
    const name = pair.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, unquoted(pair.slice(at + 1).trim()))
  }
  return cookies
}

function unquoted(value: string): string {
  const text = value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value
  return decoded(text) ?? text
}

function bearer(authorization: string | undefined): string | undefined {
  const [scheme, token] = authorization?.split(" ") ?? []
  return scheme === "Bearer" && token ? decoded(token) : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function header(headers: Headers | undefined, name: string): string | undefined {
  if (!isObject(headers)) return undefined
  if (typeof headers.get === "function") return (headers as unknown as globalThis.Headers).get(name) ?? undefined
  const value = (headers as Record<string, string | string[] | undefined>)[name]
  return Array.isArray(value) ? value[0] : value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}
