import colors from 'picocolors'
import wrap from 'wrap-ansi'
import type { Database, DatabaseState } from './database.ts'
import type { ProbeResult } from './kubelet.ts'
import type { RepeatedProbe } from './repeat-probes.ts'

export interface ViewState {
  readonly probes: readonly RepeatedProbe[]
  /** The time on the clock of `performance`. */
  readonly now: number
  /** Absent if the demo did not start the database. */
  readonly database: Pick<Database, 'state' | 'since'> | undefined
  /** The addresses of the application. */
  readonly introduction: string
  /** The last lines of the application's log. */
  readonly log: readonly string[]
}

export interface Size {
  readonly columns: number
  readonly rows: number
}

/**
 * Returns the lines of the live view. The least important ones are last, because lines that do not
 * fit are omitted.
 */
export function drawView(viewState: ViewState, { columns, rows }: Size): readonly string[] {
  const { probes, now, database, introduction, log } = viewState
  const lines = [
    ...probes.map((probe) => drawProbe(probe, now)),
    `${'database'.padEnd(11)}${drawDatabase(database, now)}`,
    '',
    drawKeys(database?.state),
    '',
    ...introduction.trimEnd().split('\n'),
    '',
    ...log.map((line) => colors.dim(line)),
  ]
  return lines.flatMap((line) => wrapWords(line, columns)).slice(0, rows)
}

/** Breaks a line between words. Only a word that is longer than a line is broken inside. */
function wrapWords(line: string, columns: number): readonly string[] {
  return wrap(line, columns, { hard: true, trim: false }).split('\n')
}

function drawProbe({ name, result, sentAt }: RepeatedProbe, now: number): string {
  const waited = sentAt === undefined ? 0 : (now - sentAt) / 1000
  // Shorter waits would appear and disappear too quickly.
  const pending = waited > 0.5 ? colors.dim(`  waiting for ${waited.toFixed(1)} s`) : ''
  return `${name.padEnd(11)}${result === undefined ? '' : drawResult(result)}${pending}`
}

function drawResult({ status, body, reason, milliseconds }: ProbeResult): string {
  const color = status === 200 ? colors.green : colors.red
  const columns = [
    color((status === 0 ? 'none' : String(status)).padEnd(4)),
    `${milliseconds} ms`.padStart(7),
    ` ${firstLineOf(body)}${reason === undefined ? '' : ` (${reason})`}`,
  ]
  return columns.join(' ')
}

// The body of the page has several lines.
const firstLineOf = (text: string) => text.trim().split('\n', 1).join()

function drawDatabase(database: ViewState['database'], now: number): string {
  if (database === undefined) return 'from DATABASE_URL: no keys to stop or freeze it'
  const { state, since } = database
  const color = state === 'running' ? colors.green : colors.yellow
  return `${color(state)} for ${Math.floor((now - since) / 1000)} s`
}

function drawKeys(state: DatabaseState | undefined): string {
  const keysByState = {
    running: ['f freeze', 's stop', 'r restart'],
    frozen: ['f thaw', 's stop', 'r restart'],
    stopped: ['s start', 'r restart'],
  }
  const keys =
    state === undefined || state === 'starting' || state === 'stopping' ? [] : keysByState[state]
  return [...keys, 'q quit'].join('   ')
}
