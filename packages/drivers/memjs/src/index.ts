import { type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type CheckedServer, checkAll } from '@readyz/net'
import { checkServer, type MemjsServer } from './check-server.ts'

export type { MemjsServer } from './check-server.ts'

/** A `Client` of memjs. */
export interface MemjsClient {
  readonly servers: readonly MemjsServer[]
}

/** Defaults: the name `cache`, the failure `cannot connect to cache.`, for the rest those of a `Checker`. */
export interface MemjsCheckerOptions extends CheckerOptions {}

const defaults = { name: 'cache', failure: 'cannot connect to cache.' }

/**
 * A checker over the application's `Client` of memjs, which is not asked itself: every server in its list is, over a
 * connection of our own, as memjs would. All of them must answer.
 *
 * @throws TypeError if it is no such client or has no servers, or for an option that does not exist
 */
export function memjsChecker(client: MemjsClient, options: MemjsCheckerOptions = {}): Checker {
  serversOf(client)
  const settled = checkerOptions('memjsChecker', options, defaults)
  const { failure } = settled
  return {
    ...settled,
    async check(context) {
      // Read anew each time: an application may replace its servers, and passwords get rotated.
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
