import { Socket } from 'node:net'
import { containStream, redactErrors } from '@readyz/net'
import { borrowFrom, type SqlLoan, type SqlPool } from '@readyz/sql'
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

/** The application's pool, as the rule for all pools sees it. */
export function sqlPool(pool: PgPool, Client: ClientConstructor): SqlPool {
  // Someone who waits has been promised the idle connection.
  const hasIdle = () => pool.idleCount > pool.waitingCount
  const borrow = borrowFrom(async () => pooledConnection(await pool.connect()))
  return {
    hasIdle,
    isFull: () => !hasIdle() && pool.totalCount >= (pool.options.max ?? 10),
    borrow: (statement, signal) =>
      redactErrors(
        () => [passwordOf(unconnectedClient(Client, pool))],
        () => borrow(statement, signal),
      ),
  }
}

/** A client that knows the password, also if it comes from a connection string or the environment. */
function unconnectedClient(Client: ClientConstructor, { options }: PgPool): PgClient {
  return new Client({ ...options, password: options.password, stream: new Socket() })
}

function pooledConnection(client: PgPooledClient): SqlLoan {
  client.on('error', noop)
  const stream = streamOf(client)
  return {
    contain: (fail) =>
      stream === undefined ? noop : containStream(stream, fail, inspectMessages()),
    query: (statement) => client.query(statement),
    giveBack() {
      client.removeListener('error', noop)
      client.release()
    },
    throwAway() {
      // This alone waits for a frozen server to close the connection.
      client.release(true)
      stream?.destroy()
    },
  }
}
