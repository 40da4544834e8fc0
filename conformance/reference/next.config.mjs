import { fileURLToPath } from "node:url"

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // A lock file further up the tree must not move the root.
  outputFileTracingRoot: fileURLToPath(new URL(".", import.meta.url)),
  // Each application under test gets its own copy of the library at run time, so it must stay outside the bundle.
  serverExternalPackages: ["next-auth", "jose"],
}
