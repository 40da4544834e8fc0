// Next.js applications of this folder: built with the newest tarball, and started.
import { spawn } from "node:child_process"
import { once as event } from "node:events"
import { renameSync } from "node:fs"
import { join } from "node:path"
import { environment as quiet, installation, installed, once, run, sources } from "./install.mjs"
import { answers, freePort } from "./port.mjs"

/** Milliseconds until a server has to answer. */
const PATIENCE = 60_000

/** Other ways to build an application than Next.js's own choice. Each has a folder for what it makes. */
export const VARIANTS = {
  turbopack: { output: ".next-turbopack", flags: ["--turbopack"] },
  webpack: { output: ".next-webpack", flags: ["--webpack"] },
  /** `proxy.ts`, which runs on Node, in the place of `middleware.ts`. */
  proxy: { output: ".next-proxy", flags: [], proxy: true },
}

/** The folder of an application, built. */
export function built(name, variant) {
  const folder = installed(name)
  const { output = ".next", flags = [], proxy = false } = VARIANTS[variant] ?? {}
  once(folder, `${output}/.built`, `${installation(folder)} ${sources(folder)}`, () => {
    const rename = (from, to) => proxy && renameSync(join(folder, from), join(folder, to))
    rename("middleware.ts", "proxy.ts")
    try {
      run(folder, "env", `NEXT_OUTPUT=${output}`, "npm", "run", "build", "--", ...flags)
    } finally {
      rename("proxy.ts", "middleware.ts")
    }
  })
  return folder
}

/** Starts an application whose engine is mounted at `base`, on a port of its own unless one is given. */
export async function started(folder, { base, variant, port, environment = {} }) {
  port ??= await freePort()
  const origin = `http://localhost:${port}`
  const own = {
    NEXTAUTH_URL: `${origin}${base}`,
    NEXTAUTH_SECRET: "a secret for the tests, longer than 32 bytes",
    NEXT_OUTPUT: VARIANTS[variant]?.output ?? ".next",
  }
  // Next.js itself and not npm, so that to end it ends it.
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", `${port}`], {
    cwd: folder,
    env: { ...quiet, ...own, ...environment },
  })
  let log = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text))

  const deadline = Date.now() + PATIENCE
  while (!(await answers(`http://127.0.0.1:${port}${base}/csrf`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill()
      throw new Error(`the application did not start\n${log}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    origin,
    port,
    log: () => log,
    async stop() {
      if (child.exitCode === null) {
        child.kill()
        await event(child, "exit")
      }
    },
  }
}
