import type { Awaitable, RequestInternal, User } from "../core/types"
import type { CommonProviderOptions } from "./index"
import { callableDefault } from "../interop"

/** An input of the form: its label, and any attribute that HTML knows for it. */
export interface CredentialInput {
  label?: string
  type?: string
  value?: string
  placeholder?: string
  [attribute: string]: unknown
}

export interface CredentialsConfig<C extends Record<string, CredentialInput> = Record<string, CredentialInput>>
  extends CommonProviderOptions {
  type: "credentials"
  /** The inputs of the form on the built-in sign-in page. */
  credentials: C
  /**
   * Whose credentials these are; `null` refuses the sign-in, and so does an error, whose message the user gets to see as `error` in the
   * URL (in the strict profile: a fixed code).
   *
   * `credentials` is the whole body that was posted, so it also holds `csrfToken`, `callbackUrl` and `json`.
   */
  authorize: (
    credentials: Record<keyof C, string> | undefined,
    req: Pick<RequestInternal, "body" | "query" | "headers" | "method">,
  ) => Awaitable<User | null>
}

export type CredentialsProvider = <C extends Record<string, CredentialInput>>(
  options: Partial<CredentialsConfig<C>>,
) => CredentialsConfig<C>

export type CredentialsProviderType = "Credentials"

type UserCredentialsConfig<C extends Record<string, CredentialInput>> = Partial<
  Omit<CredentialsConfig<C>, "options">
> &
  Pick<CredentialsConfig<C>, "authorize" | "credentials">

/** Lets the application check what the user typed. */
function Credentials<C extends Record<string, CredentialInput> = Record<string, CredentialInput>>(
  options: UserCredentialsConfig<C>,
): CredentialsConfig<C> {
  return {
    id: "credentials",
    name: "Credentials",
    type: "credentials",
    credentials: {} as C,
    authorize: () => null,
    // As everywhere in next-auth, what the application sets stays apart until a request merges it over the defaults.
    options: options as Record<string, unknown>,
  }
}

export default callableDefault(Credentials)
