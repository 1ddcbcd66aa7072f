import { connect, Socket } from 'node:net'
import type { Driver } from './open-with.ts'
import { type Config, createClient } from './toy/client.ts'
import { lookup } from './toy/lookup.ts'
import type { Pool } from './toy/pool.ts'

// Drivers that keep all rules, each in a style of its own.

export const noop = (): void => {}

const dialogue = ({ user, password, database }: Config) => [
  ['HELLO', `LOGIN ${user} ${password} ${database}`],
  ['WELCOME', 'PING'],
  ['PONG', undefined],
]

const longest = 1000

/** A raw socket of its own, which the signal destroys. */
export const raw: Driver =
  ({ config }) =>
  async ({ signal }) => {
    const { host, port } = config
    const socket = connect({ host, port, lookup, signal }).setEncoding('utf8')
    const steps = dialogue(config)
    let said = ''
    for await (const text of socket) {
      said += text
      if (said.length > longest) throw new Error('it talks too much')
      for (const line of said.split('\n').slice(0, -1)) {
        const [wanted, next] = steps.shift() ?? []
        if (line !== wanted) throw new Error(`not ${wanted}: ${line}`)
        if (next === undefined) return
        socket.write(`${next}\n`)
      }
      said = said.slice(said.lastIndexOf('\n') + 1)
    }
    throw new Error('it has closed the connection')
  }

/** What is left when it has ended: nothing. */
export async function askOwn(config: Config, signal: AbortSignal): Promise<void> {
  const client = createClient({ ...config, lookup }, new Socket({ signal }))
  client.on('error', noop)
  try {
    await client.connect()
    expectPong(await client.ping())
  } finally {
    client.stream.destroy()
  }
}

export function expectPong(answer: string): void {
  if (answer !== 'PONG') throw new Error(`no answer to PING: ${answer}`)
}

/** Whether a connection of the pool answered. One that did not is thrown away, with its socket. */
async function askPooled(pool: Pool, time: number): Promise<boolean> {
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

/** A connection of the pool if one is idle, and if it does not answer, one of its own. */
export const hybrid: Driver = (pool) => {
  pool.on('error', noop)
  return async ({ signal, timeout }) => {
    const isDone = pool.idle > 0 && (await askPooled(pool, timeout / 2))
    if (!isDone) await askOwn(pool.config, signal)
  }
}

/** With callbacks, and a clock of its own instead of the signal. */
export const oldStyle: Driver =
  ({ config }) =>
  ({ timeout }) =>
    new Promise<void>((resolve, reject) => {
      const client = createClient({ ...config, lookup })
      const timer = setTimeout(() => {
        end(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
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
