// The worker of apps/workerd, started in workerd itself.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { installed } from "./install.mjs"
import { answers, freePort } from "./port.mjs"

/** Milliseconds until the worker has to answer. */
const PATIENCE = 20_000

export async function workerd() {
  const folder = installed("workerd")
  const port = await freePort()
  const host = `127.0.0.1:${port}`
  const child = spawn("node_modules/.bin/workerd", ["serve", "config.capnp", "--socket-addr", `http=${host}`], {
    cwd: folder,
    env: { ...process.env, HOST: host, SECRET: "a secret for the tests, longer than 32 bytes" },
  })
  let log = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text))
  const deadline = Date.now() + PATIENCE
  while (!(await answers(`http://${host}/api/auth/csrf`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill()
      throw new Error(`workerd did not start\n${log}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    origin: `http://${host}`,
    async stop() {
      if (child.exitCode === null) {
        child.kill("SIGKILL")
        await once(child, "exit")
      }
    },
  }
}
