// `cargo xtask npm` first: the application installs the tarball.
import { journey } from "./support/journey.mjs"

journey("next-16", "webpack")
