import { Socket } from 'node:net'
import { containStream } from '@readyz/net'
import { queryPooledConnection, type SqlConnection, type SqlPool } from '@readyz/sql'
import {
  type ClientConstructor,
  noop,
  type PgClient,
  type PgPool,
  type PgPooledClient,
  passwordOf,
  streamOf,
} from './client.ts'
import { inspectMessages } from './inspect-messages.ts'

/** The application's pool for `pooledSqlChecker`. */
export function sqlPool(pool: PgPool, Client: ClientConstructor): SqlPool {
  // pg has already assigned an idle connection to each waiting caller.
  const hasIdle = () => pool.idleCount > pool.waitingCount
  return {
    hasIdle,
    isExhausted: () => !hasIdle() && pool.totalCount >= (pool.options.max ?? 10),
    query: queryPooledConnection(
      async () => pooledConnection(await pool.connect()),
      () => [passwordOf(unconnectedClient(Client, pool))],
    ),
  }
}

/**
 * A client that has read the password, which may come from a connection string or the environment.
 */
function unconnectedClient(Client: ClientConstructor, { options }: PgPool): PgClient {
  return new Client({ ...options, password: options.password, stream: new Socket() })
}

function pooledConnection(client: PgPooledClient): SqlConnection {
  client.on('error', noop)
  const stream = streamOf(client)
  return {
    contain: (fail) =>
      stream === undefined ? noop : containStream(stream, fail, inspectMessages()),
    query: (statement) => client.query(statement),
    release() {
      client.removeListener('error', noop)
      client.release()
    },
    discard() {
      // `release(true)` alone waits until the server closes the connection, which a frozen server
      // does not do.
      client.release(true)
      stream?.destroy()
    },
  }
}
