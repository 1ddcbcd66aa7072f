import { type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type AskedServer, askEvery } from '@readyz/net'
import { askServer, type MemjsServer } from './ask.ts'

export type { MemjsServer } from './ask.ts'

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
  demandServers(client)
  const settled = checkerOptions('memjsChecker', options, defaults)
  const { failure } = settled
  return {
    ...settled,
    async check(context) {
      // Read anew each time: an application may replace its servers, and passwords get rotated.
      const servers = demandServers(client).map(named)
      await askEvery(context, servers, { failure, noun: 'servers' })
    },
  }
}

function named(server: MemjsServer, index: number): AskedServer {
  const { host, port } = server
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    title: `servers[${index}] ${address}`,
    ask: (signal) => askServer(server, signal),
  }
}

function demandServers(client: MemjsClient): readonly MemjsServer[] {
  const servers: unknown = Object(client).servers
  if (!Array.isArray(servers) || !servers.every((server) => typeof server?.host === 'string')) {
    throw new TypeError('memjsChecker needs a Client of memjs')
  }
  if (servers.length === 0) throw new TypeError('memjsChecker needs a Client that has servers')
  return servers
}
