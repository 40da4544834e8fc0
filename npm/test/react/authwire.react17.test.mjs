import { suite } from "./client-suite.mjs"

await suite({ subject: "authwire", react: 17 })
