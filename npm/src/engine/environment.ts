// What the environment says. Every variable is read when it is needed, as in next-auth, and by its literal name, because bundlers replace
// such expressions by what they know.

/** The secret of the environment. */
export function secretOfEnvironment(): string | undefined {
  return process.env.NEXTAUTH_SECRET ?? process.env.AUTH_SECRET
}

/** The public URL with the base path; an empty variable counts as unset. */
export function configuredUrl(): string | undefined {
  return process.env.NEXTAUTH_URL || undefined
}

/** Whether the forwarded host may be believed. As in next-auth, any text means yes, and `VERCEL` hides the other variable. */
export function trustsHost(): boolean {
  return !!(process.env.VERCEL ?? process.env.AUTH_TRUST_HOST)
}

/** Hosts that the forwarded host may name. */
export function trustedHosts(): string[] | undefined {
  const list = process.env.AUTH_TRUSTED_HOSTS
  return list ? list.split(",").map((host) => host.trim()) : undefined
}

/** next-auth takes everything but production for development; the strict profile wants to be told. */
export function isDevelopment(strict: boolean): boolean {
  const mode = process.env.NODE_ENV
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
