import type { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Application } from './application.ts'
import { socketsTo } from './open-sockets.ts'

/** The commands that all Redis clients have. */
export interface RedisCommands extends EventEmitter {
  get(key: string): Promise<unknown>
  set(key: string, value: string): Promise<unknown>
  ping(): Promise<unknown>
}

export interface RedisApplication extends Application {
  /** Sends a PING. It counts in `busy.queued` until it is answered. */
  ping(): Promise<unknown>
}

// The time in milliseconds in which a client must reconnect. It is longer than the longest pause
// between two attempts.
const reconnectLimitMs = 10_000

/** An application whose client has one connection to the port and does not expose its socket. */
export function redisApplication(
  client: RedisCommands,
  port: number,
  end: () => unknown,
): RedisApplication {
  const unanswered = new Set<Promise<unknown>>()
  const counted = (answer: Promise<unknown>) => {
    unanswered.add(answer)
    const remove = () => void unanswered.delete(answer)
    answer.then(remove, remove)
    return answer
  }
  const use = () => counted(client.get('key'))
  return {
    get connections() {
      return Math.min(1, socketsTo(port))
    },
    get busy() {
      return { slots: 0, queued: unanswered.size }
    },
    emitters: [client],
    ping: () => counted(client.ping()),
    use,
    async warmUp() {
      await use()
    },
    assertWorking: () => assertStoresValue(client),
    end: async () => void (await end()),
  }
}

/** Retries `set`, because a client may reject commands until it has reconnected. */
async function assertStoresValue(client: RedisCommands): Promise<void> {
  const deadline = performance.now() + reconnectLimitMs
  const value = String(deadline)
  for (;;) {
    try {
      await client.set('key', value)
      break
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(10)
    }
  }
  const found = await client.get('key')
  if (found !== value) throw new Error(`expected the value ${value}, got ${String(found)}`)
}
