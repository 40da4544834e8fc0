import { suite } from "./client-suite.mjs"

await suite({ subject: "next-auth", react: 19 })
