import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

type Command = (...words: readonly string[]) => Promise<string>

/**
 * Faults of a Redis server that still accepts connections and logins. Each function starts a fault
 * and returns a function that ends it.
 */
export type RedisFaults = Readonly<
  Record<'busy' | 'loading' | 'masterDown', () => Promise<() => Promise<void>>>
>

export function redisFaults(command: Command, directory: string): RedisFaults {
  return {
    /** The server runs an endless script. */
    async busy() {
      await command('CONFIG', 'SET', 'lua-time-limit', '1')
      const script = command('EVAL', 'while true do end', '0').catch(() => {})
      await untilRefused(command, 'BUSY')
      return async () => {
        await command('SCRIPT', 'KILL')
        await script
      }
    },
    /** The server loads its data from disk, as after a start. */
    async loading() {
      // Each key has a kilobyte and takes 10 ms. After each key the server handles its connections.
      await command('CONFIG', 'SET', 'rdbcompression', 'no')
      await command('DEBUG', 'POPULATE', '5000', 'key', '1024')
      await command('CONFIG', 'SET', 'loading-process-events-interval-bytes', '1024')
      await command('CONFIG', 'SET', 'key-load-delay', '10000')
      const loaded = command('DEBUG', 'RELOAD')
      await untilRefused(command, 'LOADING')
      return async () => {
        await command('CONFIG', 'SET', 'key-load-delay', '0')
        await loaded
        await command('FLUSHALL')
        rmSync(path.join(directory, 'dump.rdb'))
      }
    },
    /** The server is a replica whose master is unreachable, and it does not serve stale data. */
    async masterDown() {
      await command('CONFIG', 'SET', 'replica-serve-stale-data', 'no')
      await command('REPLICAOF', '127.0.0.1', '1')
      await untilRefused(command, 'MASTERDOWN')
      return async () => void (await command('REPLICAOF', 'NO', 'ONE'))
    },
  }
}

/** Waits until the server rejects requests with this error. */
async function untilRefused(command: Command, code: string): Promise<void> {
  const refusal = await command('PING').catch(String)
  if (refusal.includes(code)) return
  await sleep(10)
  await untilRefused(command, code)
}
