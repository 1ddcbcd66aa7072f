import colors from 'picocolors'
import type { Database, DatabaseState } from './database.ts'
import type { Answer } from './kubelet.ts'
import type { Watched } from './watch.ts'

export interface Scene {
  readonly probes: readonly Watched[]
  /** On the clock of `performance`. */
  readonly now: number
  /** Absent when the database is not ours. */
  readonly database: Pick<Database, 'state' | 'since'> | undefined
  /** The last lines of the application's log. */
  readonly log: readonly string[]
}

/** What the live view shows, as text. */
export function draw({ probes, now, database, log }: Scene): string {
  return [
    ...probes.map((probe) => drawProbe(probe, now)),
    `${'database'.padEnd(11)}${drawDatabase(database, now)}`,
    '',
    ...log.map((line) => colors.dim(line)),
    ...(log.length > 0 ? [''] : []),
    drawKeys(database?.state),
  ].join('\n')
}

function drawProbe({ name, answer, askedAt }: Watched, now: number): string {
  const waited = askedAt === undefined ? 0 : (now - askedAt) / 1000
  // Shorter ones would only flicker.
  const asking = waited > 0.5 ? colors.dim(`  asking for ${waited.toFixed(1)} s`) : ''
  return `${name.padEnd(11)}${answer === undefined ? '' : drawAnswer(answer)}${asking}`
}

function drawAnswer({ status, body, reason, milliseconds }: Answer): string {
  const color = status === 200 ? colors.green : colors.red
  const columns = [
    color((status === 0 ? 'none' : String(status)).padEnd(4)),
    `${milliseconds} ms`.padStart(7),
    ` ${body.trim()}${reason === undefined ? '' : ` (${reason})`}`,
  ]
  return columns.join(' ')
}

function drawDatabase(database: Scene['database'], now: number): string {
  if (database === undefined) return 'yours (DATABASE_URL): no keys to stop or freeze it'
  const { state, since } = database
  const color = state === 'running' ? colors.green : colors.yellow
  return `${color(state)} for ${Math.floor((now - since) / 1000)} s`
}

function drawKeys(state: DatabaseState | undefined): string {
  const settled = {
    running: ['f freeze', 's stop', 'r restart'],
    frozen: ['f thaw', 's stop', 'r restart'],
    stopped: ['s start', 'r restart'],
  }
  const keys =
    state === undefined || state === 'starting' || state === 'stopping' ? [] : settled[state]
  return [...keys, 'q quit'].join('   ')
}
