import type { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Application } from './application.ts'
import { socketsTo } from './open-sockets.ts'

/** What the clients of Redis have in common. */
export interface RedisCommands extends EventEmitter {
  get(key: string): Promise<unknown>
  set(key: string, value: string): Promise<unknown>
  ping(): Promise<unknown>
}

export interface RedisApplication extends Application {
  /** The check that people write; counted in `busy.queued` until it is answered. */
  ping(): Promise<unknown>
}

// Milliseconds that a client may take to find its server again: longer than any pause before it connects again.
const patience = 10_000

/** An application with a client that has one connection to that port, and shows nobody its socket. */
export function redisApplication(
  client: RedisCommands,
  port: number,
  end: () => unknown,
): RedisApplication {
  const unanswered = new Set<Promise<unknown>>()
  const counted = (answer: Promise<unknown>) => {
    unanswered.add(answer)
    const forget = () => void unanswered.delete(answer)
    answer.then(forget, forget)
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
    work: () => keepsValue(client),
    end: async () => void (await end()),
  }
}

/** A client that has lost its connection may reject commands until it has a new one. */
async function keepsValue(client: RedisCommands): Promise<void> {
  const deadline = performance.now() + patience
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
  if (found !== value) throw new Error(`Redis gave ${String(found)}`)
}
