import type { Address, DriverUnderTest } from '@readyz/conformance'
import type { Redis as Server } from '@readyz/servers'
import type { Redis } from 'ioredis'
import { ioredisChecker } from '../src/index.ts'
import type { Oldest } from './oldest.ts'

/** The options that the clients of both tested releases accept. */
export interface Options {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
}

/** Opens an application whose client reconnects and has an 'error' listener. */
export function openWith(create: (options: Options) => Redis | Oldest, server: Server) {
  const { user: username, password } = server
  return ({ host, port }: Address): DriverUnderTest => {
    const client = create({ host, port, username, password })
    client.on('error', () => {})
    return {
      checker: ioredisChecker(client),
      application: { use: () => client.get('key') },
      close: () => client.disconnect(),
    }
  }
}
