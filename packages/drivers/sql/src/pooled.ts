import {
  type CheckContext,
  CheckError,
  type Checker,
  CheckWarning,
  checkerOptions,
} from '@readyz/core'
import { anSqlChecker, defaults, type SqlCheckerOptions, sqlDriver } from './checker.ts'

const modes = ['hybrid', 'dedicated', 'pool'] as const
const verdicts = ['pass', 'warn', 'fail'] as const

export interface PooledSqlOptions extends SqlCheckerOptions {
  /**
   * Which connection is asked. `hybrid`, the default: one of the pool if one is idle now, for half of the time, then
   * one of our own. `dedicated`: always one of our own. `pool`: only the pool's, which may have to dial; how
   * long a dial that hangs keeps its slot is then up to the pool.
   */
  readonly mode?: (typeof modes)[number]
  /** What it means that all connections of the pool are in use. Default `pass`: busy is not broken. */
  readonly busy?: (typeof verdicts)[number]
}

/** A client of the application, as its driver sees it. */
export interface SqlSource {
  /** Asks over a connection of our own, of which nothing is left when the promise settles. */
  own(statement: string, context: CheckContext): Promise<void>
  /** Absent where the client is a single connection. */
  readonly pool?: SqlPool
}

export interface SqlPool {
  /** A connection is idle now: borrowing it neither waits nor dials. */
  hasIdle(): boolean
  /** All connections are in use and no more may be opened: borrowing one would wait. */
  isFull(): boolean
  /** Asks over a connection of the pool, and gives it back, or destroys it if it failed or the signal fired. */
  borrow(statement: string, signal: AbortSignal): Promise<void>
}

const pooledDefaults = { ...defaults, mode: 'hybrid', busy: 'pass' } as const

/**
 * The one rule for all clients with a pool: never queue, dial or wait inside the application's pool, and do not
 * take a busy or stale pool for an outage.
 *
 * @throws TypeError for an option that does not exist, or that needs a pool where there is none
 */
export function pooledSqlChecker(source: SqlSource, options: PooledSqlOptions = {}): Checker {
  const { mode, busy, ...sqlOptions } = checkerOptions(anSqlChecker, options, pooledDefaults)
  const { pool } = source
  demandOneOf('mode', mode, modes)
  demandOneOf('busy', busy, verdicts)
  if (pool === undefined && (mode === 'pool' || busy !== 'pass')) {
    throw new TypeError(`mode "${mode}", busy "${busy}" needs a pool, got a client without one`)
  }

  async function ask(statement: string, context: CheckContext): Promise<void> {
    const full = pool?.isFull() === true
    if (full && busy === 'fail') throw new CheckError(allInUse, { code: 'saturated' })
    if (mode === 'pool') {
      if (!full) await pool?.borrow(statement, context.signal)
    } else if (mode === 'dedicated' || !(await passesIdle(pool, statement, context))) {
      await source.own(statement, context)
    }
    if (full && busy === 'warn') throw new CheckWarning(allInUse, { code: 'saturated' })
  }

  return sqlDriver(ask, sqlOptions)
}

const allInUse = 'all connections are in use.'

// An idle connection may be stale, which says nothing of the server: what it fails with is of no interest.
async function passesIdle(
  pool: SqlPool | undefined,
  statement: string,
  { timeout }: CheckContext,
): Promise<boolean> {
  if (pool?.hasIdle() !== true) return false
  const half = new AbortController()
  // After a loop that was blocked, timers come before the answers that have arrived meanwhile.
  const timer = setTimeout(() => setImmediate(() => half.abort()), timeout / 2)
  try {
    await pool.borrow(statement, half.signal)
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

function demandOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return
  throw new TypeError(`${option} must be one of ${allowed.join(', ')}, got ${String(value)}`)
}
