import {
  type CheckContext,
  CheckError,
  type Checker,
  CheckWarning,
  checkerOptions,
} from '@readyz/core'
import { anSqlChecker, defaults, type SqlCheckerOptions, sqlDriver } from './checker.ts'

const modes = ['hybrid', 'dedicated', 'pool'] as const
const busyResults = ['pass', 'warn', 'fail'] as const

export interface PooledSqlOptions extends SqlCheckerOptions {
  /**
   * Which connection a check uses. Default `hybrid`.
   *
   * - `hybrid`: an idle connection of the pool for at most half of the time limit, then a dedicated
   *   connection.
   * - `dedicated`: always a dedicated connection.
   * - `pool`: only connections of the pool. If none is idle, the pool may open one. A connection
   *   attempt that hangs keeps its slot until the time limit of the pool for connection attempts.
   */
  readonly mode?: (typeof modes)[number]
  /**
   * The result of the check when every connection of the pool is in use and the pool cannot open
   * another one. Default `pass`.
   */
  readonly busy?: (typeof busyResults)[number]
}

/** How a driver reaches the database of one client. */
export interface SqlSource {
  /** Runs the statement on a dedicated connection, which is closed when the promise settles. */
  queryDedicated(statement: string, context: CheckContext): Promise<void>
  /** Absent if the client is not a pool. */
  readonly pool?: SqlPool
}

export interface SqlPool {
  /** Whether a connection is idle now, so that acquiring it neither waits nor opens one. */
  hasIdle(): boolean
  /**
   * Whether all connections are in use and no more may be opened, so that acquiring one would wait.
   */
  isExhausted(): boolean
  /**
   * Runs the statement on a connection of the pool, and releases the connection. Discards it if the
   * query fails or the signal aborts.
   */
  query(statement: string, signal: AbortSignal): Promise<void>
}

const pooledDefaults = { ...defaults, mode: 'hybrid', busy: 'pass' } as const

/**
 * A checker for clients with a pool. A check does not wait or open a connection inside the
 * application's pool, except in mode `pool`. A busy pool and a stale idle connection do not fail
 * the check.
 *
 * @throws TypeError for an unknown option, or an option that needs a pool if the client has none
 */
export function pooledSqlChecker(source: SqlSource, options: PooledSqlOptions = {}): Checker {
  const { mode, busy, ...sqlOptions } = checkerOptions(anSqlChecker, options, pooledDefaults)
  const { pool } = source
  assertOneOf('mode', mode, modes)
  assertOneOf('busy', busy, busyResults)
  if (pool === undefined && (mode === 'pool' || busy !== 'pass')) {
    throw new TypeError(`mode "${mode}", busy "${busy}" needs a pool, got a client without one`)
  }

  async function runCheck(statement: string, context: CheckContext): Promise<void> {
    const exhausted = pool?.isExhausted() === true
    if (exhausted && busy === 'fail') throw new CheckError(allInUse, { code: 'saturated' })
    if (mode === 'pool') {
      if (!exhausted) await pool?.query(statement, context.signal)
    } else if (mode === 'dedicated' || !(await passesOnIdleConnection(pool, statement, context))) {
      await source.queryDedicated(statement, context)
    }
    if (exhausted && busy === 'warn') throw new CheckWarning(allInUse, { code: 'saturated' })
  }

  return sqlDriver(runCheck, sqlOptions)
}

const allInUse = 'all connections are in use.'

// An idle connection may be stale while the server works. Its error is ignored, because a dedicated
// connection follows.
async function passesOnIdleConnection(
  pool: SqlPool | undefined,
  statement: string,
  { timeout }: CheckContext,
): Promise<boolean> {
  if (pool?.hasIdle() !== true) return false
  const half = new AbortController()
  // After a blocked event loop, timers run before responses that have arrived are read.
  const timer = setTimeout(() => setImmediate(() => half.abort()), timeout / 2)
  try {
    await pool.query(statement, half.signal)
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

function assertOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return
  throw new TypeError(`${option} must be one of ${allowed.join(', ')}, got ${String(value)}`)
}
