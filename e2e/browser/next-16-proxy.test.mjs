// `cargo xtask npm` first: the application installs the tarball. `proxy.ts` instead of `middleware.ts`.
import { journey } from "./support/journey.mjs"

journey("next-16", "proxy")
