import colors from 'picocolors'
import wrap from 'wrap-ansi'
import type { Database, DatabaseState } from './database.ts'
import type { Answer } from './kubelet.ts'
import type { Watched } from './watch.ts'

export interface Scene {
  readonly probes: readonly Watched[]
  /** On the clock of `performance`. */
  readonly now: number
  /** Absent when the database is not ours. */
  readonly database: Pick<Database, 'state' | 'since'> | undefined
  /** What there is to look at: the addresses of the application. */
  readonly introduction: string
  /** The last lines of the application's log. */
  readonly log: readonly string[]
}

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The lines that the live view shows. What is least important comes last, because it is cut where there is no room. */
export function draw(scene: Scene, { columns, rows }: Size): readonly string[] {
  const { probes, now, database, introduction, log } = scene
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
    ` ${firstLineOf(body)}${reason === undefined ? '' : ` (${reason})`}`,
  ]
  return columns.join(' ')
}

// The page has more lines than there is room for.
const firstLineOf = (text: string) => text.trim().split('\n', 1).join()

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
