import { redactValue } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const longest = 24 * units.h

/** Parses a time such as `500ms`. Returns milliseconds. */
export function parseDuration(option: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const time = Number(number) * units[(unit ?? 'ms') as keyof typeof units]
  if (time >= 1 && time <= longest) return Math.floor(time)
  throw new UsageError(
    `${option}: expected a time from 1ms to 24h, such as 500ms, 1s or 2m, got "${redactValue(text)}"`,
  )
}

/** Formats milliseconds as `500 ms` or `1.5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  return `${Number((milliseconds / 1000).toFixed(1))} s`
}
