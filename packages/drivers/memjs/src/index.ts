import { type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type CheckedServer, checkAll } from '@readyz/net'
import { checkServer, type MemjsServer } from './check-server.ts'

export type { MemjsServer } from './check-server.ts'

/** A `Client` of memjs. */
export interface MemjsClient {
  readonly servers: readonly MemjsServer[]
}

/**
 * Default `name`: `cache`. Default `failure`: `cannot connect to cache.`. The other defaults are
 * those of `Checker`.
 */
export interface MemjsCheckerOptions extends CheckerOptions {}

const defaults = { name: 'cache', failure: 'cannot connect to cache.' }

/**
 * A checker for a `Client` of memjs. The driver does not use the client. A check opens a dedicated
 * connection to every server in the client's list, and all servers must answer.
 *
 * @throws TypeError if `client` is not a client of memjs or has no servers, or for an unknown
 *   option
 */
export function memjsChecker(client: MemjsClient, options: MemjsCheckerOptions = {}): Checker {
  serversOf(client)
  const settings = checkerOptions('memjsChecker', options, defaults)
  const { failure } = settings
  return {
    ...settings,
    async check(context) {
      // The servers are read on every check, because the application may replace servers and
      // passwords.
      const servers = serversOf(client).map(checkedServer)
      await checkAll(context, servers, { failure, noun: 'servers' })
    },
  }
}

function checkedServer(server: MemjsServer, index: number): CheckedServer {
  const { host, port } = server
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    title: `servers[${index}] ${address}`,
    check: (signal) => checkServer(server, signal),
  }
}

function serversOf(client: MemjsClient): readonly MemjsServer[] {
  const servers: unknown = Object(client).servers
  if (!Array.isArray(servers) || !servers.every((server) => typeof server?.host === 'string')) {
    throw new TypeError('memjsChecker needs a Client of memjs')
  }
  if (servers.length === 0) throw new TypeError('memjsChecker needs a Client that has servers')
  return servers
}
