import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Client } from 'memjs'
import type { Application } from './application.ts'

/** The private state of a memjs server. */
interface Server extends EventEmitter {
  readonly _socket?: Socket
  readonly responseCallbacks: object
}

type Callback = (error: Error | null, value: unknown) => void

// Longer than any timeout of memjs. In some cases memjs never calls the callback.
const callbackLimitMs = 10_000

/** Calls memjs with a callback, because not all its releases return promises. */
function promised(start: (callback: Callback) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new Error(`memjs did not call the callback within ${callbackLimitMs} ms`))
    const timer = setTimeout(giveUp, callbackLimitMs)
    start((error, value) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve(value)
    })
  })
}

/** An application that uses memcached. */
export function memjsApplication(client: Client): Application {
  const servers = client.servers as unknown as readonly Server[]
  const sockets = () => servers.flatMap(({ _socket }) => _socket ?? [])
  const use = () => promised((callback) => client.get('key', callback))
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
    async assertWorking() {
      const value = String(performance.now())
      await promised((callback) => client.set('key', value, {}, callback))
      const found = String(await use())
      if (found !== value) throw new Error(`expected the value ${value}, got ${found}`)
    },
    end: async () => client.close(),
  }
}
