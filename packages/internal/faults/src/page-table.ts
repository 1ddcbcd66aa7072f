import type { Measurement } from './measure-fault.ts'

/** What was measured with the obvious check and with the driver; `undefined` where the process ended. */
export interface Seen {
  readonly fault: string
  readonly obvious: Measurement | undefined
  readonly readyz: Measurement | undefined
}

const header = [
  '| fault | obvious check | ms | left behind | next check | readyz | ms | left behind | next check |',
  '| --- | --- | --: | --- | --- | --- | --: | --- | --- |',
]

export function tableOf(rows: readonly Seen[]): string {
  const lines = rows.map(
    ({ fault, obvious, readyz }) => `| ${fault} | ${cellsOf(obvious)} | ${cellsOf(readyz)} |`,
  )
  return [...header, ...lines].join('\n')
}

function cellsOf(seen: Measurement | undefined): string {
  if (seen === undefined) return '**ends the process** | | |'
  const { says, ms, left, recovery } = seen
  return [says, ms, leftovers(left), recoveryOf(recovery)].join(' | ')
}

function leftovers(left: Measurement['left']): string {
  const { sockets, slots, queued } = left
  const parts = [
    [slots, slots === 1 ? 'slot' : 'slots'],
    [sockets, sockets === 1 ? 'socket' : 'sockets'],
    [queued, 'queued'],
  ] as const
  const found = parts.filter(([count]) => count > 0)
  return found.map(([count, what]) => `${count} ${what}`).join(', ')
}

function recoveryOf(recovery: Measurement['recovery']): string {
  if (recovery === undefined) return '**not in 5 s**'
  return recovery.checks === 1 ? 'pass' : `after ${(recovery.ms / 1000).toFixed(1)} s`
}
