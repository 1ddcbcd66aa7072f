import { EventEmitter } from 'node:events'
import { type Client, type Config, createClient } from './client.ts'

export interface PooledClient extends Client {
  /**
   * Releases the connection, or discards it if `destroy` is true. A discarded connection counts
   * until the server has closed it.
   */
  release(destroy?: boolean): void
}

export interface Pool extends EventEmitter {
  readonly config: Config
  readonly max: number
  readonly total: number
  readonly idle: number
  readonly waiting: number
  connect(): Promise<PooledClient>
  ping(): Promise<string>
  end(): void
}

type Waiter = (client: PooledClient | Promise<PooledClient>) => void

/** Creates a pool that works like that of pg: at most `max` connections, and a queue of callers. */
export function createPool(config: Config, max: number): Pool {
  const all = new Set<Client>()
  const idle: PooledClient[] = []
  const waiters: Waiter[] = []
  let isEnded = false
  const emitter = new EventEmitter()

  const remove = (client: Client) => {
    all.delete(client)
    const index = idle.indexOf(client as PooledClient)
    if (index >= 0) idle.splice(index, 1)
    if (all.size < max) waiters.shift()?.(open())
  }
  const makeAvailable = (client: PooledClient) => {
    const waiter = waiters.shift()
    if (waiter) waiter(client)
    else idle.push(client)
  }
  async function open(): Promise<PooledClient> {
    const client = createClient(config)
    all.add(client)
    client.stream.once('close', () => remove(client))
    // The pool emits errors of idle clients only. The caller handles errors of a client in use.
    client.on('error', (error) => {
      if (idle.includes(client as PooledClient)) emitter.emit('error', error)
    })
    await client.connect().catch((error: unknown) => {
      client.stream.destroy()
      throw error
    })
    const release = (destroy = false) => {
      if (destroy) void client.end()
      else if (all.has(client)) makeAvailable(pooled)
    }
    const pooled: PooledClient = Object.assign(client, { release })
    return pooled
  }

  const pool = {
    connect(): Promise<PooledClient> {
      if (isEnded) return Promise.reject(new Error('the pool has ended'))
      const client = idle.pop()
      if (client) return Promise.resolve(client)
      if (all.size < max) return open()
      return new Promise((resolve) => void waiters.push(resolve))
    },
    async ping() {
      const client = await pool.connect()
      try {
        return await client.ping()
      } finally {
        client.release()
      }
    },
    end() {
      isEnded = true
      idle.length = 0
      for (const { stream } of all) stream.destroy()
    },
  }
  return Object.defineProperties(Object.assign(emitter, pool), {
    config: { value: config },
    max: { value: max },
    total: { get: () => all.size },
    idle: { get: () => idle.length },
    waiting: { get: () => waiters.length },
  }) as unknown as Pool
}
