// `cargo xtask npm` first: the application installs the tarball. Next.js 14 builds with webpack alone.
import { journey } from "./support/journey.mjs"

journey("next-14")
