// Applications of this folder, with the newest tarball of the package.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const e2e = resolve(dirname(fileURLToPath(import.meta.url)), "../..")

export const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" }

/** The folder of an application, with what its lock file names. */
export function installed(name) {
  const folder = join(e2e, "apps", name)
  const { dependencies, config } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  if (config?.sources) copySources(join(e2e, "apps", config.sources), folder, config.without ?? [])
  const wanted = JSON.stringify(dependencies) + tarballOf(folder, dependencies)
  // Where npm writes no lock file that holds for every platform there is none; the versions asked for are exact.
  const command = existsSync(join(folder, "package-lock.json")) ? ["ci"] : ["install", "--no-package-lock"]
  once(folder, "node_modules/.installed", wanted, () => {
    // What is there counts as the tarball, as long as it has its version.
    rmSync(join(folder, "node_modules"), { recursive: true, force: true })
    run(folder, "npm", ...command, "--no-audit", "--no-fund")
  })
  return folder
}

/** When the tarball that an application uses was made; empty for one that uses none. */
function tarballOf(folder, dependencies) {
  const file = Object.values(dependencies).find((spec) => spec.startsWith("file:"))
  if (!file) return ""
  const tarball = resolve(folder, file.slice("file:".length))
  if (!existsSync(tarball)) throw new Error(`${tarball} is not there: \`cargo xtask npm\` makes it`)
  return ` ${statSync(tarball).mtimeMs}`
}

/** Everything but what npm and the build make. */
function copySources(from, to, without) {
  for (const name of readdirSync(from)) {
    const own = name.startsWith(".") || name.startsWith("package") || name.startsWith("next-env") || name === "node_modules"
    if (!own && !name.endsWith(".tsbuildinfo")) cpSync(join(from, name), join(to, name), { recursive: true })
  }
  for (const path of without) rmSync(join(to, path), { recursive: true, force: true })
}

/** A digest of an application's own files. */
export function sources(folder) {
  const digest = createHash("sha256")
  const made = /^(node_modules|\.next.*|next-env\.d\.ts|.*\.tsbuildinfo)$/
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else digest.update(path).update(readFileSync(path))
  }
  for (const name of readdirSync(folder).sort()) if (!made.test(name)) add(join(folder, name))
  return digest.digest("hex")
}

/** Does what has not been done with this since. */
export function once(folder, stamp, wanted, work) {
  const path = join(folder, stamp)
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) return
  work()
  writeFileSync(path, wanted)
}

/** What `installed` installed last. */
export const installation = (folder) => readFileSync(join(folder, "node_modules/.installed"), "utf8")

export function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: environment, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed in ${cwd}\n${stdout}${stderr}`)
}
