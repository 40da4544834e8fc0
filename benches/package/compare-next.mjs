// `session` and `getServerSession` inside Next.js, as `next start` serves them.
import { sessionToken } from "./compare-cold.mjs"
import { add, advantage, table } from "./rounds.mjs"
import { serve } from "./server.mjs"
import { build, sides } from "./sides.mjs"

/** What is asked. The constant routes say what Next.js costs without either; nothing is required of them. */
const ROUTES = {
  "session, Pages API": "/api/auth/session",
  "getServerSession, Pages API": "/api/me",
  "constant, Pages API": "/api/constant",
  "session, route handler": "/route/session",
  "getServerSession, route handler": "/me",
  "constant, route handler": "/constant",
}

const WARM_UP = 3000
const TURN = 1500

export async function next(rounds) {
  build()
  const servers = []
  try {
    for (const side of sides) servers.push({ side: side.name, server: await serve(side.folder) })
    const cookie = await cookiesOf(servers[0].server)
    for (const [figure, path] of Object.entries(ROUTES)) {
      await agree(figure, servers, path, cookie)
      for (const { server } of servers) await server.load(path, cookie, WARM_UP)
    }
    const figures = {}
    for (let round = 0; round < Math.max(rounds, 5); round++) {
      for (const [figure, path] of Object.entries(ROUTES)) {
        for (const { side, server } of round % 2 ? [...servers].reverse() : servers) {
          add(figures, figure, side, await server.load(path, cookie, TURN))
        }
      }
    }
    table("Next.js 15, production", "answers a CPU second", figures, { more: true })
    return Object.entries(figures)
      .filter(([figure]) => !figure.startsWith("constant"))
      .map(([figure, of]) => ({ what: `${figure}: never slower`, holds: advantage(of, true) >= 1 }))
  } finally {
    for (const { server } of servers) server.end()
  }
}

/** What the browser of somebody who is signed in sends: all three cookies, as next-auth issues them and both sides accept them. */
async function cookiesOf(server) {
  const session = `next-auth.session-token=${sessionToken(500)}`
  const { headers } = await server.ask("/api/auth/csrf", session)
  const others = (headers["set-cookie"] ?? []).map((cookie) => cookie.slice(0, cookie.indexOf(";")))
  if (others.length !== 2) throw new Error(`next-auth issued other cookies than expected: ${others.join(" ")}`)
  return [session, ...others].join("; ")
}

/** Servers that answer differently are not worth comparing. */
async function agree(figure, servers, path, cookie) {
  const answers = []
  for (const { server } of servers) {
    const { status, headers, body } = await server.ask(path, cookie)
    // The expiry is that of the moment; the order of members is nobody's.
    const { expires, ...session } = JSON.parse(body)
    const cookies = (headers["set-cookie"] ?? []).map((cookie) => cookie.slice(0, cookie.indexOf("=")))
    if (!figure.startsWith("constant") && !session.user?.name) throw new Error(`${figure}: no session: ${body}`)
    answers.push(JSON.stringify([status, Object.entries(session).sort(), cookies, !!expires]))
  }
  if (new Set(answers).size > 1) throw new Error(`${figure}: the answers differ:\n${answers.join("\n")}`)
}
