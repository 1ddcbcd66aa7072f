import { CheckError } from '@readyz/core'
import { connectionScope, type Fail, redactErrors, untilAborted } from '@readyz/net'
import { expectOneRow } from './expect-one-row.ts'
import type { SqlPool } from './pooled-checker.ts'

/** An acquired connection of the application's pool. The driver handles its 'error' events. */
export interface SqlConnection {
  /**
   * Passes the errors that the client throws while it reads to `fail`. Returns a function that
   * undoes this.
   */
  contain(fail: Fail): () => void
  query(statement: string): Promise<unknown>
  /** Returns the connection to the pool, unchanged. */
  release(): void
  /**
   * Frees the slot and destroys the socket at once, so that callers in the pool's queue do not wait
   * for a frozen server.
   */
  discard(): void
}

/**
 * The `query` of a pool. At most one connection is acquired at a time, and at most one `acquire` is
 * pending. Its errors contain no password.
 *
 * @param connect acquires a connection
 * @param passwords returns the passwords of the connection. Called after a failure.
 */
export function queryPooledConnection(
  connect: () => Promise<SqlConnection>,
  passwords: () => readonly unknown[],
): SqlPool['query'] {
  let isAcquiring = false

  async function acquire(signal: AbortSignal): Promise<SqlConnection> {
    // A connection attempt that hangs in the pool cannot be cancelled. A second attempt would
    // occupy a second slot.
    if (isAcquiring) throw new CheckError('an earlier check is still waiting.', { code: 'timeout' })
    const connecting = connect()
    isAcquiring = true
    const onSettled = () => {
      isAcquiring = false
    }
    connecting.then(onSettled, onSettled)
    try {
      return await untilAborted(signal, connecting)
    } catch (error) {
      // The pool may still provide the connection. If it is not released then, its slot is lost.
      connecting.then((connection) => connection.release(), noop)
      throw error
    }
  }

  async function query(statement: string, signal: AbortSignal): Promise<void> {
    const connection = await acquire(signal)
    await connectionScope(signal, async (scope) => {
      try {
        const stopContaining = connection.contain(scope.fail)
        expectOneRow(await untilAborted(scope.signal, connection.query(statement)))
        stopContaining()
      } catch (error) {
        // The connection stays contained, so that errors of the client while it closes are ignored.
        connection.discard()
        throw error
      }
    })
    connection.release()
  }

  return (statement, signal) => redactErrors(passwords, () => query(statement, signal))
}

const noop = () => {}
