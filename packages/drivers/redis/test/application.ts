import type { Address, DriverUnderTest } from '@readyz/conformance'
import type { Redis as Server } from '@readyz/servers'
import { type RedisClient, redisChecker } from '../src/index.ts'

/** The methods that the clients of all tested releases have. */
interface Client extends RedisClient {
  on(event: 'error', listener: (error: Error) => void): unknown
  connect(): Promise<unknown>
  get(key: string): Promise<unknown>
  /** Since node-redis 5. */
  destroy?(): void
  disconnect(): Promise<unknown>
}

/** The options that the clients of all tested releases accept. */
export interface Options {
  readonly socket: Address
  readonly username: string
  readonly password: string
}

/** Opens an application whose client reconnects and has an 'error' listener. */
export function openWith(create: (options: Options) => Client, server: Server) {
  const { user: username, password } = server
  return ({ host, port }: Address): DriverUnderTest => {
    const client = create({ socket: { host, port }, username, password })
    client.on('error', () => {})
    client.connect().catch(() => {})
    return {
      checker: redisChecker(client),
      application: { use: () => client.get('key') },
      close: () => (client.destroy ? client.destroy() : client.disconnect()),
    }
  }
}
