import type { EventEmitter } from 'node:events'

/** An application that uses a client, with the state that a check must not change. */
export interface Application {
  /** The number of connections that belong to the client. */
  readonly connections: number
  /** Pool connections in use, and calls that wait for a pool connection or for a response. */
  readonly busy: { readonly slots: number; readonly queued: number }
  /** The emitters on which a check could leak a listener. */
  readonly emitters: readonly EventEmitter[]
  /** Runs one short command or query. */
  use(): Promise<unknown>
  /** Opens all connections of the client. They are idle afterwards. */
  warmUp(): Promise<void>
  /** Throws if the server does not answer, or if a pool connection is missing or in use. */
  assertWorking(): Promise<void>
  end(): Promise<unknown>
}

/** An application that uses a connection pool. */
export interface PoolApplication extends Application {
  query(text: string): Promise<unknown>
  /** Acquires all connections. Resolves with the function that releases them. */
  acquireAll(): Promise<() => void>
}

/** A connection pool whose limit is `max`. */
export interface Pool<C> {
  readonly connections: number
  readonly free: number
  readonly queued: number
  readonly emitters: readonly EventEmitter[]
  acquire(): Promise<C>
  release(connection: C): void
  use(connection: C): Promise<unknown>
  query(text: string): Promise<unknown>
  end(): Promise<unknown>
}

/** The maximum number of connections in the pool of an application. */
export const max = 2

export function poolApplication<C>(pool: Pool<C>): PoolApplication {
  const acquireConnections = () => Promise.all(Array.from({ length: max }, pool.acquire))
  const releaseConnections = (connections: readonly C[]) => {
    for (const connection of connections) pool.release(connection)
  }
  const busy = () => ({ slots: pool.connections - pool.free, queued: pool.queued })
  async function warmUp(): Promise<void> {
    const connections = await acquireConnections()
    try {
      await Promise.all(connections.map(pool.use))
    } finally {
      releaseConnections(connections)
    }
  }
  return {
    get connections() {
      return pool.connections
    },
    get busy() {
      return busy()
    },
    get emitters() {
      return pool.emitters
    },
    use: () => pool.query('SELECT 1'),
    warmUp,
    async assertWorking() {
      await warmUp()
      const { slots, queued } = busy()
      if (pool.connections === max && slots === 0 && queued === 0) return
      const state = JSON.stringify({ connections: pool.connections, slots, queued })
      throw new Error(`expected a pool with ${max} idle connections, got ${state}`)
    },
    query: pool.query,
    async acquireAll() {
      const connections = await acquireConnections()
      return () => releaseConnections(connections)
    },
    end: pool.end,
  }
}
