// Filled in by the build, for each runtime in its own way.

declare module "#engine/module" {
  /** The engine, compiled. */
  export default function module(): WebAssembly.Module
}

declare module "#engine/glue" {
  export class Engine {
    static of(options: object): Engine
    check(): void
    answer(request: object): Promise<import("./index").Reply>
    free(): void
  }
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void
}
