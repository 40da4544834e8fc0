// A production server of Next.js, and the load on it.
import { spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { Agent, createServer, request } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { environment } from "./sides.mjs"

const CONNECTIONS = 8

/** Ticks of `/proc/<pid>/stat` in a second. */
const TICKS = Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout) || 100

/** Starts the built application of a folder. */
export async function serve(folder) {
  const port = await freePort()
  const start = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)]
  // Its output goes nowhere: warnings of a configuration are written once and are no work of a request.
  const child = spawn(process.execPath, start, { cwd: folder, env: environment, stdio: "ignore" })
  // Whatever ends this process must not leave the server behind.
  process.once("exit", () => child.kill())
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const ask = (path, cookie) => get(agent, port, path, cookie)

  for (let tries = 0; ; tries++) {
    const up = await ask("/api/constant", "").catch(() => undefined)
    if (up?.status === 200) break
    if (tries > 300 || child.exitCode !== null) throw new Error(`next start in ${folder} does not answer`)
    await sleep(100)
  }

  /** Answers for each second of processor time that the server uses, asked for `milliseconds`. */
  async function load(path, cookie, milliseconds) {
    const { body } = await ask(path, cookie)
    let answers = 0
    const before = cpu(child.pid)
    const until = performance.now() + milliseconds
    const connection = async () => {
      while (performance.now() < until) {
        const answer = await ask(path, cookie)
        if (answer.status !== 200 || answer.body.length !== body.length) throw new Error(`${path}: ${answer.status} ${answer.body}`)
        answers += 1
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, connection))
    return answers / (cpu(child.pid) - before)
  }

  const end = () => {
    agent.destroy()
    child.kill()
  }
  return { ask, load, end }
}

function get(agent, port, path, cookie) {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, path, headers: { host: "localhost:3000", cookie } }, (answer) => {
      let body = ""
      answer.setEncoding("utf8")
      answer.on("data", (text) => (body += text))
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }))
      answer.on("error", reject)
    })
    sent.on("error", reject)
    sent.end()
  })
}

/** Seconds of processor time so far, user and system, of all threads. */
function cpu(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  // The second field is the program's name in brackets and may contain anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
