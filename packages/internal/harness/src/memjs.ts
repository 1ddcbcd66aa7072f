import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Client } from 'memjs'
import type { Application } from './application.ts'

/** What a server of memjs keeps, and shows nobody. */
interface Server extends EventEmitter {
  readonly _socket?: Socket
  readonly responseCallbacks: object
}

type Callback = (error: Error | null, value: unknown) => void

// More than memjs takes to give up by itself, if it does: some callbacks it never calls.
const patience = 10_000

/** With callbacks, the only way that all releases of memjs know. */
function called(start: (callback: Callback) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('memjs does not call back')), patience)
    start((error, value) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve(value)
    })
  })
}

/** An application that keeps things in memcached. */
export function memjsApplication(client: Client): Application {
  const servers = client.servers as unknown as readonly Server[]
  const sockets = () => servers.flatMap(({ _socket }) => _socket ?? [])
  const use = () => called((callback) => client.get('key', callback))
  return {
    get connections() {
      return sockets().length
    },
    get busy() {
      const waiting = servers.map(({ responseCallbacks }) => Object.keys(responseCallbacks).length)
      return { slots: 0, queued: waiting.reduce((sum, count) => sum + count, 0) }
    },
    get emitters() {
      return [...servers, ...sockets()]
    },
    use,
    async warmUp() {
      await use()
    },
    async work() {
      const value = String(performance.now())
      await called((callback) => client.set('key', value, {}, callback))
      const found = String(await use())
      if (found !== value) throw new Error(`the cache gave ${found}`)
    },
    end: async () => client.close(),
  }
}
