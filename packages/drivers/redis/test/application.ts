import type { Address, DriverUnderTest } from '@readyz/conformance'
import type { Redis as Server } from '@readyz/servers'
import { type RedisClient, redisChecker } from '../src/index.ts'

/** What the client of every release has. */
interface Client extends RedisClient {
  on(event: 'error', listener: (error: Error) => void): unknown
  connect(): Promise<unknown>
  get(key: string): Promise<unknown>
  /** Since node-redis 5. */
  destroy?(): void
  disconnect(): Promise<unknown>
}

/** What every release takes. */
export interface Options {
  readonly socket: Address
  readonly username: string
  readonly password: string
}

/** An application with a client that finds its server when it can, and hears of its losses. */
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
