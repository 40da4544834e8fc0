export { SessionContext } from "./context"
export { SessionProvider } from "./session-provider"
export { useSession } from "./use-session"
export { getCsrfToken, getProviders, getSession } from "./requests"
export { signIn } from "./sign-in"
export { signOut } from "./sign-out"
export type {
  ClientSafeProvider,
  GetSessionParams,
  LiteralUnion,
  SessionContextValue,
  SessionProviderProps,
  SignInAuthorizationParams,
  SignInOptions,
  SignInResponse,
  SignOutParams,
  SignOutResponse,
  UseSessionOptions,
} from "./types"
