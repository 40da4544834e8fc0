// Bundlers replace the literal `process.env.NAME`; where none did and there is no `process`, nothing is set. Neither is what is
// empty.
function read(variable: () => string | undefined): string | undefined {
  try {
    return variable() || undefined
  } catch {
    return undefined
  }
}

/** The application's public URL. */
export const publicUrl = () => read(() => process.env.NEXTAUTH_URL)

/** Where the server reaches its own routes. */
export const internalUrl = () => read(() => process.env.NEXTAUTH_URL_INTERNAL)

/** The host of a deployment on Vercel. */
export const deploymentHost = () => read(() => process.env.VERCEL_URL)
