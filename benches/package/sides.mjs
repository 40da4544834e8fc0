// The two sides: the same folder twice, with next-auth in one and our package under its name in the other, as an application installs it.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const target = resolve(here, "../../target")
const work = join(target, "bench/package")

export const tarball = join(target, "npm", `authwire-${version()}.tgz`)

export const sides = [
  { name: "next-auth", folder: join(work, "next-auth") },
  { name: "authwire", folder: join(work, "authwire") },
]

export const environment = {
  ...process.env,
  NODE_ENV: "production",
  NEXT_TELEMETRY_DISABLED: "1",
  NEXTAUTH_SECRET: "a secret that only this benchmark knows",
  NEXTAUTH_URL: "http://localhost:3000",
}

function version() {
  return JSON.parse(readFileSync(resolve(here, "../../npm/package.json"), "utf8")).version
}

function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: environment, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed in ${cwd}\n${stdout}${stderr}`)
}

const digest = (...paths) => paths.reduce((hash, path) => hash.update(readFileSync(path)), createHash("sha256")).digest("hex")

/** Does what was last done with something else. */
function once(folder, name, wanted, act) {
  const stamp = join(folder, `.${name}`)
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  act()
  writeFileSync(stamp, wanted)
}

export function install() {
  if (!existsSync(tarball)) throw new Error(`${tarball} is not there: \`cargo xtask npm\` makes it`)
  const lists = ["package.json", "package-lock.json"].map((name) => join(here, name))
  for (const { name, folder } of sides) {
    mkdirSync(folder, { recursive: true })
    const wanted = digest(...lists, ...(name === "authwire" ? [tarball] : []))
    once(folder, "installed", wanted, () => {
      console.error(`installing ${name}`)
      for (const list of lists) cpSync(list, join(folder, list.slice(here.length)))
      run(folder, "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--include=prod")
      if (name === "authwire") replace(join(folder, "node_modules/next-auth"))
    })
  }
}

function replace(folder) {
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  run(folder, "tar", "xzf", tarball, "--strip-components=1")
}

/** The application of this folder, built by Next.js on both sides. */
export function build() {
  const files = readdirSync(join(here, "app"), { recursive: true }).map((name) => join(here, "app", name))
  for (const { name, folder } of sides) {
    const wanted = digest(...files.filter((file) => statSync(file).isFile()), join(folder, ".installed"))
    once(folder, "built", wanted, () => {
      console.error(`building the application with ${name}`)
      for (const part of ["app", "pages", ".next"]) rmSync(join(folder, part), { recursive: true, force: true })
      cpSync(join(here, "app"), folder, { recursive: true })
      run(folder, process.execPath, "node_modules/next/dist/bin/next", "build")
    })
  }
}

/** Bytes of all files below a folder. */
export function unpacked(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)))
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)
}
