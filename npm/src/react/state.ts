import { BroadcastChannel } from "../client/broadcast"
import { deploymentHost, internalUrl, publicUrl } from "../client/environment"
import { clientLogger } from "../client/logger"
import type { AuthClientConfig } from "../client/request"
import { parseUrl } from "../client/url"

/** Shared by everything on the page that imports this module. */
export const state: AuthClientConfig = {
  baseUrl: parseUrl(publicUrl() ?? deploymentHost()).origin,
  basePath: parseUrl(publicUrl()).path,
  baseUrlServer: parseUrl(internalUrl() ?? publicUrl() ?? deploymentHost()).origin,
  basePathServer: parseUrl(internalUrl() ?? publicUrl()).path,
  _lastSync: 0,
  _session: undefined,
  _getSession: () => {},
}

export const tabs = BroadcastChannel()

// Keeps the path known now: a provider's `basePath` comes later and does not reach it, as in next-auth.
export const logger = clientLogger(state.basePath)
