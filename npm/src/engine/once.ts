// What a process does or makes once. A bundler gives every route a copy of this module, so the process's own object remembers.

const store = Symbol.for("authwire.process")

interface Remembered {
  warned: boolean
  renamed: boolean
  developmentSecret: string | undefined
}

export function remembered(): Remembered {
  const process = globalThis as typeof globalThis & { [store]?: Remembered }
  return (process[store] ??= { warned: false, renamed: false, developmentSecret: undefined })
}

/** The secret of a development server that was given none. Unlike next-auth's it cannot be guessed from the options. */
export function developmentSecret(): string {
  const bytes = () => Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0"))
  return (remembered().developmentSecret ??= bytes().join(""))
}
