import { showDuration } from '../read/duration.ts'

/** How it stands with one dependency. */
export interface State {
  readonly title: string
  /** `missing` is what is still waiting when the time is over. */
  readonly status: 'waiting' | 'passed' | 'missing'
  /** Why it does not pass, unless it was never asked. */
  readonly problem?: string
  /** Milliseconds that it took, if it has passed. */
  readonly tookMs?: number
}

/** Hears of every change of a state, and of the end. */
export interface View {
  update(states: readonly State[], changed: State): void
  end(): void
}

/** A state as a line; while it is waiting, with for how long. */
export function lineOf({ title, status, problem, tookMs }: State, waitedMs?: number): string {
  if (tookMs !== undefined) return `${status}   ${title} after ${showDuration(tookMs)}`
  const waited = waitedMs === undefined ? '' : ` for ${Math.floor(waitedMs / 1000)} s`
  return `${status}  ${title}${waited}${problem === undefined ? '' : `, ${problem}`}`
}

/** Prints a line for each change: for a log. */
export function plainView(print: (line: string) => void): View {
  return {
    update: (_, changed) => {
      if (changed.status !== 'missing') print(lineOf(changed))
    },
    end() {},
  }
}
