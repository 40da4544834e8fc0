// Without Next.js, without Node's modules and without an environment: everything is an option.
import NextAuth from "./authwire/index.mjs"
import { getToken } from "./authwire/jwt.mjs"
import Credentials from "./authwire/credentials.mjs"

const options = (env) => ({
  secret: env.SECRET,
  trustedHosts: [`http://${env.HOST}`],
  providers: [
    Credentials({
      name: "Password",
      credentials: { username: {}, password: { type: "password" } },
      authorize: ({ username, password }) =>
        username === "ada" && password === "lovelace" ? { id: "7", name: "Ada", email: "ada@example.com" } : null,
    }),
  ],
})

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith("/api/auth/")) return NextAuth(options(env))(request)
    return Response.json(await getToken({ req: request, secret: env.SECRET }))
  },
}
