import type { Measurement } from './measure-fault.ts'

/** The measurements of both checks for one fault. `undefined`: the check ended the process. */
export interface FaultMeasurements {
  readonly fault: string
  readonly handWritten: Measurement | undefined
  readonly readyz: Measurement | undefined
}

const checkColumns = ['time in ms', 'resources held', 'after the fault']
const header = ['fault', 'hand-written check', ...checkColumns, 'readyz', ...checkColumns]
const alignment = header.map((column) => (column === 'time in ms' ? '--:' : '---'))

/** Returns a Markdown table with one row per fault. */
export function tableOf(rows: readonly FaultMeasurements[]): string {
  const lines = rows.map(({ fault, handWritten, readyz }) => [
    fault,
    ...cellsOf(handWritten),
    ...cellsOf(readyz),
  ])
  return [header, alignment, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function cellsOf(measurement: Measurement | undefined): readonly string[] {
  if (measurement === undefined) return ['**ends the process**', '', '', '']
  const { result, ms, held, recovery } = measurement
  return [result, String(ms), heldText(held), recoveryText(recovery)]
}

function heldText({ sockets, slots, queued }: Measurement['held']): string {
  const parts = [
    [slots, 'pool connection'],
    [sockets, 'socket'],
    [queued, 'queued call'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}${count === 1 ? '' : 's'}`)
    .join(', ')
}

function recoveryText(recovery: Measurement['recovery']): string {
  if (recovery === undefined) return '**no pass in 5 s**'
  return recovery.checks === 1 ? 'pass' : `pass after ${(recovery.ms / 1000).toFixed(1)} s`
}
