// What is tested: entry points of this package, of its sources, and the same ones of next-auth.
import { createRequire, Module } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const require = createRequire(import.meta.url)
export const root = join(dirname(fileURLToPath(import.meta.url)), "../..")

/** Bundles an entry point as the package does and returns what makes a fresh instance of it. */
export async function entry(source) {
  const { outputFiles } = await build({
    entryPoints: [join(root, source)],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    external: ["react", "next"],
  })
  return () => {
    const filename = join(root, "test", source.replaceAll("/", "-"))
    const module = new Module(filename)
    module.filename = filename
    module.paths = Module._nodeModulePaths(root)
    module._compile(outputFiles[0].text, filename)
    return module.exports
  }
}

/** What makes a fresh instance of an entry point of next-auth itself. */
export function oracle(specifier) {
  return () => {
    for (const path of Object.keys(require.cache)) if (path.includes("/node_modules/next-auth/")) delete require.cache[path]
    return require(specifier)
  }
}

export function pinReact(version) {
  if (version === 19) return
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (request, ...rest) {
    return resolve.call(this, request.replace(/^(react|react-dom)(?=\/|$)/, `$1-${version}`), ...rest)
  }
}
