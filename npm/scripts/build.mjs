// Builds dist/: the JavaScript of every entry point for every runtime, the engine in the way each runtime takes it, and the declarations.
//
//   node scripts/build.mjs [FOLDER]
//
// FOLDER holds what wasm-bindgen wrote for bundlers (`cargo xtask npm` makes it); ../target/wasm/npm by default.
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const source = resolve(process.argv[2] ?? join(root, "../target/wasm/npm"))
const dist = join(root, "dist")
const work = join(dist, ".work")

/** gzip bytes that the engine may take. */
const LIMIT = 350_000

const RUNTIMES = ["esm", "cjs", "edge-light", "workerd"]

/** Output path and source of the entry points. Those with the engine exist once for each runtime, the others as ES module and CommonJS. */
const WITH_ENGINE = { index: "src/index.ts" }
const OTHERS = { jwt: "src/jwt/index.ts", middleware: "src/middleware/index.ts", ...providers() }
/**
 * For browsers: bundlers take packages as they are, so the syntax is that of the oldest browsers Next.js serves. CommonJS alone, as
 * next-auth is: one copy in a page, whether the application or one of its packages imports it, because the copies would not share the session.
 */
const BROWSER = { react: "src/react/index.ts", "client/_utils": "src/client/_utils.ts" }

/** Each module that has a value to import, and the two that only had types and still resolve. */
function providers() {
  const names = readdirSync(join(root, "src/providers")).map((name) => name.replace(/\.ts$/, ""))
  return Object.fromEntries(
    names.filter((name) => name !== "oauth-types").map((name) => [`providers/${name}`, `src/providers/${name}.ts`]),
  )
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`)
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(work, { recursive: true })

const wasm = join(work, "authwire.wasm")
// No feature flags: the module names the features it uses.
run("node", "node_modules/binaryen/bin/wasm-opt", "-Os", join(source, "authwire_wasm_bg.wasm"), "-o", wasm)
cpSync(join(source, "authwire_wasm_bg.js"), join(work, "glue.js"))
const bytes = readFileSync(wasm)
const size = gzipSync(bytes, { level: 9 }).length

/** How each runtime gets at the compiled module. */
const LOADERS = {
  esm: fromText(bytes),
  cjs: fromText(bytes),
  // Runtimes at the edge refuse to compile bytes: the module has to be an import, which their bundlers compile.
  "edge-light": `import module from "./authwire.wasm?module"\nexport default () => module\n`,
  workerd: `import module from "./authwire.wasm"\nexport default () => module\n`,
}

function fromText(bytes) {
  return `const text = ${JSON.stringify(bytes.toString("base64"))}
export default function () {
  const bytes = typeof Buffer === "function" ? Buffer.from(text, "base64") : Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
  return new WebAssembly.Module(bytes)
}
`
}

/** Fills in `#engine/module` and `#engine/glue`. */
const engine = (runtime) => ({
  name: "engine",
  setup(build) {
    build.onResolve({ filter: /^#engine\/glue$/ }, () => ({ path: join(work, "glue.js") }))
    build.onResolve({ filter: /^#engine\/module$/ }, () => ({ path: runtime, namespace: "loader" }))
    build.onLoad({ filter: /.*/, namespace: "loader" }, () => ({ contents: LOADERS[runtime], resolveDir: work }))
    build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true }))
  },
})

const shared = {
  absWorkingDir: root,
  bundle: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  // What the application has anyway.
  external: ["next", "next/*", "react", "react/*", "react-dom"],
  logLevel: "warning",
}

const format = (runtime) =>
  runtime === "cjs"
    ? { format: "cjs", outExtension: { ".js": ".cjs" }, platform: "node" }
    : { format: "esm", outExtension: { ".js": ".mjs" }, platform: "neutral" }

for (const runtime of RUNTIMES) {
  const outdir = join(dist, runtime)
  await build({ ...shared, ...format(runtime), entryPoints: WITH_ENGINE, outdir, plugins: [engine(runtime)] })
  if (runtime === "edge-light" || runtime === "workerd") cpSync(wasm, join(outdir, "authwire.wasm"))
}
for (const runtime of ["esm", "cjs"]) {
  await build({ ...shared, ...format(runtime), entryPoints: OTHERS, outdir: join(dist, runtime) })
}
await build({ ...shared, ...format("cjs"), target: "es2018", entryPoints: BROWSER, outdir: join(dist, "cjs") })

rmSync(work, { recursive: true })
run("node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json")
writeFileSync(join(dist, "engine.json"), `${JSON.stringify({ wasm: bytes.length, gzip: size })}\n`)

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
console.log(`${relative(process.cwd(), dist) || "."}: engine ${kB(bytes.length)}, ${kB(size)} gzip`)
if (size > LIMIT) throw new Error(`the engine is larger than ${kB(LIMIT)} gzip`)
