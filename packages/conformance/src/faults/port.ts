import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

export const host = '127.0.0.1'

// Below the ephemeral range of Linux: the port of a server that is down for a while must not be
// handed to some client in the meantime, as happens with ports that bind(0) gives.
const lowest = 15_000
const highest = 32_767

/** A port of 127.0.0.1 on which nobody listens, chosen at random. */
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
