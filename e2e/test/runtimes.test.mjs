// The credentials journey in Bun and in Deno, and in Node for comparison.
//
// `cargo xtask npm` first: the program uses the tarball.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { test } from "node:test"
import { environment, installed } from "./support/install.mjs"

const folder = installed("runtimes")

for (const [name, command] of [
  ["Node", [process.execPath]],
  ["Bun", ["node_modules/.bin/bun", "run"]],
  ["Deno", ["node_modules/.bin/deno", "run", "--allow-env", "--allow-read", "--no-remote", "--quiet"]],
]) {
  test(name, () => {
    const [program, ...words] = command
    const { stdout, stderr } = spawnSync(program, [...words, "server.mjs"], {
      cwd: folder,
      env: { ...environment, NEXTAUTH_URL: "http://localhost:3000" },
      encoding: "utf8",
    })
    assert.equal(stderr, "")
    assert.deepEqual(JSON.parse(stdout), { refused: 401, signedIn: 200, user: { name: "Ada" }, sub: "7" })
  })
}
