// Prints a session token with claims of the given size.
import { createRequire } from "node:module"
import { join } from "node:path"
import { claims } from "./claims.mjs"

const { encode } = createRequire(join(process.cwd(), "package.json"))("next-auth/jwt")
console.log(await encode({ token: claims(Number(process.argv[2])), secret: process.env.NEXTAUTH_SECRET }))
