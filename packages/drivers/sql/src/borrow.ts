import { CheckError } from '@readyz/core'
import { connectionScope, type Fail, untilAborted } from '@readyz/net'
import type { SqlPool } from './pooled.ts'
import { expectOneRow } from './rows.ts'

/** A connection of the application's pool, while it is ours. Its errors must not end the process. */
export interface SqlLoan {
  /** From now on, what the client throws while it reads goes to `fail`. Returns a function that ends this. */
  contain(fail: Fail): () => void
  query(statement: string): Promise<unknown>
  /** As it was. */
  giveBack(): void
  /** With its slot and its socket, at once: those who wait for the slot may not have to wait for a server that is frozen. */
  throwAway(): void
}

/** The `borrow` of a pool: we have one of its connections at most, and wait for one at most. */
export function borrowFrom(connect: () => Promise<SqlLoan>): SqlPool['borrow'] {
  let waiting = false

  async function take(signal: AbortSignal): Promise<SqlLoan> {
    // A dial that hangs inside the pool cannot be taken back: another one would take another slot.
    if (waiting) throw new CheckError('an earlier check still waits.', { code: 'timeout' })
    const connecting = connect()
    waiting = true
    const arrived = () => {
      waiting = false
    }
    connecting.then(arrived, arrived)
    try {
      return await untilAborted(signal, connecting)
    } catch (error) {
      // One that comes after all has to go back, or the pool has a slot less for good.
      connecting.then((late) => late.giveBack(), noop)
      throw error
    }
  }

  return async (statement, signal) => {
    const loan = await take(signal)
    await connectionScope(signal, async (scope) => {
      try {
        const release = loan.contain(scope.fail)
        expectOneRow(await untilAborted(scope.signal, loan.query(statement)))
        release()
      } catch (error) {
        // Still contained: what its client throws while it ends is of no interest either.
        loan.throwAway()
        throw error
      }
    })
    loan.giveBack()
  }
}

const noop = () => {}
