import type { EventEmitter } from 'node:events'

/** An application's client of a server, as far as a check could do it harm. */
export interface Application {
  /** Connections that its pool holds, which are its business. */
  readonly connections: number
  /** Slots of its pool in use, and callers that wait for one. */
  readonly busy: { readonly slots: number; readonly queued: number }
  /** Whatever a check could forget a listener on. */
  readonly emitters: readonly EventEmitter[]
  /** One small piece of what it does all day. */
  use(): Promise<unknown>
  /** Makes connections that are idle when the fault comes. */
  warmUp(): Promise<void>
  /** Throws unless it can work: every slot of its pool is there, and the server answers. */
  work(): Promise<void>
  end(): Promise<unknown>
}

/** An application that works with a pool of connections. */
export interface PoolApplication extends Application {
  query(text: string): Promise<unknown>
  /** Takes every connection; gives them back when called. */
  takeAll(): Promise<() => void>
}

/** A pool with `max` connections. */
export interface Pool<C> {
  readonly connections: number
  readonly free: number
  readonly queued: number
  readonly emitters: readonly EventEmitter[]
  take(): Promise<C>
  giveBack(connection: C): void
  use(connection: C): Promise<unknown>
  query(text: string): Promise<unknown>
  end(): Promise<unknown>
}

/** Connections in the pool of an application. */
export const max = 2

export function poolApplication<C>(pool: Pool<C>): PoolApplication {
  const take = () => Promise.all(Array.from({ length: max }, pool.take))
  const giveBack = (taken: readonly C[]) => {
    for (const connection of taken) pool.giveBack(connection)
  }
  const busy = () => ({ slots: pool.connections - pool.free, queued: pool.queued })
  async function warmUp(): Promise<void> {
    const taken = await take()
    try {
      await Promise.all(taken.map(pool.use))
    } finally {
      giveBack(taken)
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
    async work() {
      await warmUp()
      const { slots, queued } = busy()
      if (pool.connections === max && slots === 0 && queued === 0) return
      const found = JSON.stringify({ connections: pool.connections, slots, queued })
      throw new Error(`the pool is not as it was: ${found}`)
    },
    query: pool.query,
    async takeAll() {
      const taken = await take()
      return () => giveBack(taken)
    },
    end: pool.end,
  }
}
