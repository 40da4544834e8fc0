// The engine: WebAssembly, instantiated when the first request asks for it.
import * as glue from "#engine/glue"
import compiled from "#engine/module"

/** What the engine is asked. */
export interface EngineRequest {
  method: string
  /** The path segments below the base path, decoded; nothing when the host has no catch-all route. */
  nextauth: string[] | undefined
  query: unknown
  body: unknown
  /** Decoded; without them the engine reads the header. */
  cookies: Partial<Record<string, string>> | undefined
  headers: Record<string, string | string[] | undefined>
}

/** What the engine answers. */
export interface Reply {
  status: number
  headers: [name: string, value: string][]
  /** Values of `Set-Cookie`. */
  cookies: string[]
  /** The very object that a callback returned, where one did. */
  body: unknown
}

let loaded = false

function load() {
  if (loaded) return
  const instance = new WebAssembly.Instance(compiled(), { "./authwire_wasm_bg.js": glue as any })
  glue.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  loaded = true
}

/** Has the engine answer one request under these options. Rejects with what the application threw where next-auth lets that escape. */
export async function answer(options: object, request: EngineRequest): Promise<Reply> {
  load()
  const engine = glue.Engine.of(options)
  try {
    return await engine.answer(request)
  } finally {
    engine.free()
  }
}

/** Logs the warnings of a configuration. What is wrong with it is logged by every request anyway. */
export function warn(options: object): void {
  load()
  const engine = glue.Engine.of(options)
  try {
    engine.check()
  } catch {
    // As said: by every request.
  } finally {
    engine.free()
  }
}
