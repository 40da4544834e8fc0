// The declarations, as applications get them: the package lies in node_modules as next-auth, once ours and once next-auth itself, and the same
// files are compiled against both.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { after, before, test } from "node:test"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "../..")
const modules = join(root, "node_modules")
const work = mkdtempSync(join(tmpdir(), "authwire-types-"))
after(() => rmSync(work, { recursive: true }))

function tsc(cwd, ...args) {
  const { status, stdout } = spawnSync(process.execPath, [join(modules, "typescript/bin/tsc"), ...args], { cwd, encoding: "utf8" })
  assert.equal(status, 0, stdout)
}

/** Makes an application whose packages are those of this one, but for next-auth and some others. */
function application(name, others) {
  const app = join(work, name)
  const packages = { ...listed(modules), ...listed(modules, "@types"), ...others }
  for (const [name, path] of Object.entries(packages)) {
    const link = join(app, "node_modules", name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(path, link)
  }
  for (const name of ["plain.tsx", "extended.tsx"]) cpSync(join(here, name), join(app, name))
}

function listed(modules, scope = "") {
  const names = readdirSync(join(modules, scope)).filter((name) => !name.startsWith(".") && name !== "@types" && name !== "next-auth")
  return Object.fromEntries(names.map((name) => [join(scope, name), join(modules, scope, name)]))
}

before(() => {
  const ours = join(work, "package")
  cpSync(join(root, "package.json"), join(ours, "package.json"))
  tsc(root, "-p", "tsconfig.build.json", "--outDir", join(ours, "dist/types"))
  application("next-auth", { "next-auth": join(modules, "next-auth") })
  application("authwire", {})
  application("react-18", { "@types/react": join(modules, "types-react-18") })
  // Copies, because the declarations look for react and next from where they lie.
  for (const app of ["authwire", "react-18"]) cpSync(ours, join(work, app, "node_modules/next-auth"), { recursive: true })
})

/** Compiles a file of an application as `tsc --strict` does. */
function compile(app, file, options) {
  const path = join(work, app, "tsconfig.json")
  const compilerOptions = {
    target: "ES2022",
    lib: ["DOM", "DOM.Iterable", "ES2023"],
    strict: true,
    noEmit: true,
    jsx: "react-jsx",
    esModuleInterop: true,
    types: ["node"],
    skipLibCheck: true,
    ...options,
  }
  writeFileSync(path, JSON.stringify({ compilerOptions, files: [file] }))
  tsc(join(work, app), "-p", path)
}

const bundler = { module: "ESNext", moduleResolution: "Bundler" }
const node16 = { module: "Node16", moduleResolution: "Node16" }
// What Next.js wrote into tsconfig.json before version 13.
const node10 = { module: "ESNext", moduleResolution: "Node10" }

for (const file of ["plain.tsx", "extended.tsx"]) {
  test(`next-auth: ${file}`, () => compile("next-auth", file, bundler))
  for (const options of [bundler, node16, node10]) {
    test(`authwire: ${file}, moduleResolution ${options.moduleResolution}`, () => compile("authwire", file, options))
  }
  test(`authwire: ${file}, the types of React 18`, () => compile("react-18", file, bundler))
  // Which next-auth's own declarations do not stand.
  test(`authwire: ${file}, the declarations checked too`, () => compile("authwire", file, { ...bundler, skipLibCheck: false }))
}
