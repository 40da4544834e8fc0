// What the environment says. Every variable is read when it is needed, as in next-auth, and by its literal name, because bundlers replace
// such expressions by what they know. Where there is no environment at all, as in a worker, nothing is set.

function read(variable: () => string | undefined): string | undefined {
  try {
    return variable()
  } catch {
    return undefined
  }
}

/** The secret of the environment. */
export function secretOfEnvironment(): string | undefined {
  return read(() => process.env.NEXTAUTH_SECRET) ?? read(() => process.env.AUTH_SECRET)
}

/** The public URL with the base path; an empty variable counts as unset. */
export function configuredUrl(): string | undefined {
  return read(() => process.env.NEXTAUTH_URL) || undefined
}

/** Whether the forwarded host may be believed. As in next-auth, any text means yes, and `VERCEL` hides the other variable. */
export function trustsHost(): boolean {
  return !!(read(() => process.env.VERCEL) ?? read(() => process.env.AUTH_TRUST_HOST))
}

/** Hosts that the forwarded host may name. */
export function trustedHosts(): string[] | undefined {
  const list = read(() => process.env.AUTH_TRUSTED_HOSTS)
  return list ? list.split(",").map((host) => host.trim()) : undefined
}

/** next-auth takes everything but production for development; the strict profile wants to be told. */
export function isDevelopment(strict: boolean): boolean {
  // A worker without an environment is no development server.
  const mode = read(() => process.env.NODE_ENV ?? "") ?? "production"
  return strict ? mode === "development" || mode === "test" : mode !== "production"
}

/** The path below which the engine answers. */
export function basePath(): string {
  const url = configuredUrl()
  if (!url) return "/api/auth"
  try {
    const { pathname } = new URL(url.startsWith("http") ? url : `https://${url}`)
    return pathname === "/" ? "/api/auth" : pathname.replace(/\/$/, "")
  } catch {
    return "/api/auth"
  }
}

export function isProduction(): boolean {
  return read(() => process.env.NODE_ENV) === "production"
}

/** Whether the session cookie has its https name, as far as that can be told without a request. */
export function hasSecureCookies(): boolean {
  return read(() => process.env.NEXTAUTH_URL)?.startsWith("https://") ?? !!read(() => process.env.VERCEL)
}
