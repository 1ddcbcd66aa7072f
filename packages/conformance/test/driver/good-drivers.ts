import { connect, Socket } from 'node:net'
import { type Config, createClient } from './line-protocol/client.ts'
import { lookup } from './line-protocol/lookup.ts'
import type { Pool } from './line-protocol/pool.ts'
import type { Driver } from './open-driver.ts'

// Drivers that keep all rules. Each has a different structure.

export const noop = (): void => {}

/** The expected lines of the server, and the responses of the client. */
const stepsOf = ({ user, password, database }: Config) => [
  ['HELLO', `LOGIN ${user} ${password} ${database}`],
  ['WELCOME', 'PING'],
  ['PONG', undefined],
]

const maxLength = 1000

/** Uses a raw socket, which the signal destroys. */
export const rawSocketDriver: Driver =
  ({ config }) =>
  async ({ signal }) => {
    const { host, port } = config
    const socket = connect({ host, port, lookup, signal }).setEncoding('utf8')
    const steps = stepsOf(config)
    let received = ''
    for await (const text of socket) {
      received += text
      if (received.length > maxLength) throw new Error('the response is too long')
      for (const line of received.split('\n').slice(0, -1)) {
        const [expected, next] = steps.shift() ?? []
        if (line !== expected) throw new Error(`expected ${expected}, got ${line}`)
        if (next === undefined) return
        socket.write(`${next}\n`)
      }
      received = received.slice(received.lastIndexOf('\n') + 1)
    }
    throw new Error('the server has closed the connection')
  }

/** Opens a dedicated connection, sends a ping, and destroys the connection. */
export async function pingDedicated(config: Config, signal: AbortSignal): Promise<void> {
  const client = createClient({ ...config, lookup }, new Socket({ signal }))
  client.on('error', noop)
  try {
    await client.connect()
    expectPong(await client.ping())
  } finally {
    client.stream.destroy()
  }
}

export function expectPong(response: string): void {
  if (response !== 'PONG') throw new Error(`expected PONG, got ${response}`)
}

/**
 * Sends a ping over a pool connection and returns whether it succeeds. Otherwise discards the
 * connection and destroys its socket.
 */
async function pingPooled(pool: Pool, time: number): Promise<boolean> {
  const client = await pool.connect()
  const timer = setTimeout(() => client.stream.destroy(), time)
  try {
    expectPong(await client.ping())
    client.release()
    return true
  } catch {
    client.release(true)
    client.stream.destroy()
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** Uses an idle pool connection. If there is none, or it fails, uses a dedicated connection. */
export const hybridDriver: Driver = (pool) => {
  pool.on('error', noop)
  return async ({ signal, timeout }) => {
    const isDone = pool.idle > 0 && (await pingPooled(pool, timeout / 2))
    if (!isDone) await pingDedicated(pool.config, signal)
  }
}

/** Uses callbacks, and a timer instead of the signal. */
export const callbackDriver: Driver =
  ({ config }) =>
  ({ timeout }) =>
    new Promise<void>((resolve, reject) => {
      const client = createClient({ ...config, lookup })
      const timer = setTimeout(() => {
        end(Object.assign(new Error('no response'), { code: 'ETIMEDOUT' }))
      }, timeout * 0.8)
      const end = (error?: Error) => {
        clearTimeout(timer)
        client.stream.destroy()
        if (error) reject(error)
        else resolve()
      }
      client.on('error', end)
      client
        .connect()
        .then(() => client.ping())
        .then(expectPong)
        .then(() => end(), end)
    })
