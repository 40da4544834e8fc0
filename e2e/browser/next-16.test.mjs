// `cargo xtask npm` first: the application installs the tarball. Turbopack, which Next.js 16 takes by itself.
import { journey } from "./support/journey.mjs"

journey("next-16")
