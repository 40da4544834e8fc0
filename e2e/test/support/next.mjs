// Next.js applications of this folder: built with the newest tarball, and started.
import { spawn } from "node:child_process"
import { once as event } from "node:events"
import { environment as quiet, installation, installed, once, run } from "./install.mjs"
import { answers, freePort } from "./port.mjs"

/** Milliseconds until a server has to answer. */
const PATIENCE = 60_000

/** The folder of an application, built. After a change of its own files, delete its `.next`. */
export function built(name) {
  const folder = installed(name)
  once(folder, ".next/.built", installation(folder), () => run(folder, "npm", "run", "build"))
  return folder
}

/** Starts an application whose engine is mounted at `base`. */
export async function started(folder, { base, environment = {} }) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const own = { NEXTAUTH_URL: `${origin}${base}`, NEXTAUTH_SECRET: "a secret for the tests, longer than 32 bytes" }
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
    log: () => log,
    async stop() {
      if (child.exitCode === null) {
        child.kill()
        await event(child, "exit")
      }
    },
  }
}
