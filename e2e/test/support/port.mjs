import { once } from "node:events"
import { createServer } from "node:net"

/** Whether somebody answers there, and well. */
export async function answers(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address()
  server.close()
  await once(server, "close")
  return port
}
