// Next.js applications of this folder: installed, built, started.
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const e2e = resolve(dirname(fileURLToPath(import.meta.url)), "../..")
const quiet = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" }

/** Milliseconds until a server has to answer. */
const PATIENCE = 60_000

/** The folder of an application, with the newest tarball installed and built. */
export async function built(name) {
  const folder = join(e2e, "apps", name)
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const tarball = resolve(folder, manifest.dependencies["next-auth"].slice("file:".length))
  if (!existsSync(tarball)) throw new Error(`${tarball} is not there: \`cargo xtask npm\` makes it`)

  const stamp = join(folder, ".next/built-with")
  const wanted = `${statSync(tarball).mtimeMs}`
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && process.env.REBUILD !== "1") return folder
  run(folder, "npm", "ci", "--no-audit", "--no-fund")
  run(folder, "npm", "run", "build")
  writeFileSync(stamp, wanted)
  return folder
}

function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: quiet, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed in ${cwd}\n${stdout}${stderr}`)
}

/** Starts an application whose engine is mounted at `base`. */
export async function started(folder, { base, environment = {} }) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const secrets = { NEXTAUTH_URL: `${origin}${base}`, NEXTAUTH_SECRET: "a secret for the tests, longer than 32 bytes" }
  // Next.js itself, not npm: so that ending it ends it.
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", `${port}`], {
    cwd: folder,
    env: { ...quiet, ...secrets, ...environment },
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
        await once(child, "exit")
      }
    },
  }
}

async function answers(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address()
  server.close()
  await once(server, "close")
  return port
}
