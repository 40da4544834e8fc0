// From next-auth's options and the environment to the engine's options.
import type { AuthOptions } from "../core/types"
import { decode, encode } from "../jwt"
import type { Provider } from "../providers"
import { configuredUrl, isDevelopment, trustedHosts, trustsHost } from "./environment"
import { developmentSecret } from "./once"

const THIRTY_DAYS = 30 * 24 * 60 * 60

/** The options as the engine reads them. The application's objects stay what they are: the engine calls their functions. */
export function engineOptions(options: AuthOptions): Record<string, unknown> {
  const profile = options.profile ?? "compat"
  const development = isDevelopment(profile === "strict")
  const secret = options.secret || (development ? developmentSecret() : undefined)
  return {
    ...options,
    profile,
    development,
    secret,
    url: configuredUrl(),
    trustHost: trustsHost(),
    trustedHosts: options.trustedHosts ?? trustedHosts(),
    jwt: jwtOptions(options, secret),
    providers: Array.isArray(options.providers) ? options.providers.map(merged) : options.providers,
  }
}

/** With the functions that the application leaves out, when it brings one: they are called with all of this. */
function jwtOptions({ jwt }: AuthOptions, secret: string | undefined) {
  if (!jwt?.encode && !jwt?.decode) return jwt
  return { secret, maxAge: THIRTY_DAYS, ...jwt, encode: jwt.encode ?? encode, decode: jwt.decode ?? decode }
}

/** A provider with the application's options over the factory's defaults, at every depth. */
function merged(provider: Provider): unknown {
  const { options, ...defaults } = provider
  return options ? merge(defaults, options) : provider
}

function merge(below: Record<string, unknown>, above: Record<string, unknown>): Record<string, unknown> {
  const result = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const under = result[key]
    result[key] = isPlain(value) ? merge(isPlain(under) ? under : {}, value) : value
  }
  return result
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
