import { formatDuration } from '../parse/duration.ts'

/** The state of one dependency. */
export interface DependencyState {
  readonly title: string
  /** `missing`: still waiting when the time limit has passed. */
  readonly status: 'waiting' | 'passed' | 'missing'
  /** Why the last check failed; absent before the first result. */
  readonly problem?: string
  /** Milliseconds until it passed. */
  readonly tookMs?: number
}

/** Prints every change of a state. */
export interface View {
  update(states: readonly DependencyState[], changed: DependencyState): void
  end(): void
}

/** Formats a state as a line. `waitedMs` adds how long it has been waiting. */
export function formatState(
  { title, status, problem, tookMs }: DependencyState,
  waitedMs?: number,
): string {
  if (tookMs !== undefined) return `${status}   ${title} after ${formatDuration(tookMs)}`
  const waited = waitedMs === undefined ? '' : ` for ${Math.floor(waitedMs / 1000)} s`
  return `${status}  ${title}${waited}${problem === undefined ? '' : `, ${problem}`}`
}

/** Prints a line for each change, for a log. */
export function logView(print: (line: string) => void): View {
  return {
    update: (_, changed) => {
      if (changed.status !== 'missing') print(formatState(changed))
    },
    end() {},
  }
}
