import { showDuration } from '../read/duration.ts'
import { liveView } from './live.ts'
import { lineOf, plainView, type State } from './states.ts'
import { now, supervise, type Target } from './supervise.ts'

export interface WaitOptions {
  /** What to wait for, and how it is called in what is printed. */
  readonly targets: readonly (Target & { readonly title: string })[]
  /** Milliseconds. */
  readonly timeout: number
  /** A file of certificate authorities. */
  readonly ca?: string | undefined
}

/**
 * Waits, prints every change, and gives the exit code.
 *
 * @throws UsageError if a client cannot be created from what it was given
 */
export async function runWait({ targets, timeout, ca }: WaitOptions): Promise<number> {
  const deadline = now() + timeout
  const states: State[] = targets.map(({ title }) => ({ title, status: 'waiting' }))
  const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
  const view = isTerminal ? liveView(process.stdout, states) : plainView(console.log)
  const change = (index: number, state: State) => {
    states[index] = state
    view.update(states, state)
  }
  const job = { targets: targets.map(({ option, text }) => ({ option, text })), ca, deadline }
  try {
    await supervise(job, change)
    for (const [index, state] of states.entries()) {
      if (state.status === 'waiting') change(index, missing(state, timeout))
    }
  } finally {
    view.end()
  }
  return report(states, timeout)
}

// The first check may still be running.
function missing({ title, problem }: State, timeout: number): State {
  const unanswered = `timeout: no answer within ${timeout} ms.`
  return { title, status: 'missing', problem: problem ?? unanswered }
}

function report(states: readonly State[], timeout: number): number {
  const failed = states.filter(({ status }) => status === 'missing')
  if (failed.length === 0) return 0
  const count = `${failed.length} of ${states.length}`
  console.error(`readyz: ${count} did not pass within ${showDuration(timeout)}:`)
  for (const state of failed) console.error(lineOf(state))
  return 1
}
