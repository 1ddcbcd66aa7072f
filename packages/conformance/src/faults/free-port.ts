import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

export const host = '127.0.0.1'

// Below the ephemeral port range of Linux, so that no client gets the port of a server that is
// temporarily down. A port of `listen(0)` is in this range.
const lowest = 15_000
const highest = 32_767

/** Returns a random port of 127.0.0.1 on which no server listens. */
export async function freePort(): Promise<number> {
  const port = randomInt(lowest, highest + 1)
  const server = createServer()
  try {
    server.listen({ port, host })
    await once(server, 'listening')
  } catch {
    return freePort()
  }
  server.close()
  await once(server, 'close')
  return port
}
