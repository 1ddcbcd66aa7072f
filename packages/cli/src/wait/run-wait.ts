import { formatDuration } from '../parse/duration.ts'
import { type DependencyState, formatState, logView } from './progress.ts'
import { now, runWorker, type Target } from './run-worker.ts'
import { terminalView } from './terminal-view.ts'

export interface WaitOptions {
  /** The dependencies, and their names in the output. */
  readonly targets: readonly (Target & { readonly title: string })[]
  /** Milliseconds. */
  readonly timeout: number
  /** A file of certificate authorities. */
  readonly ca?: string | undefined
}

/**
 * Waits, prints every change, and returns the exit code.
 *
 * @throws UsageError if a client cannot be created from its options
 */
export async function runWait({ targets, timeout, ca }: WaitOptions): Promise<number> {
  const deadline = now() + timeout
  const states: DependencyState[] = targets.map(({ title }) => ({ title, status: 'waiting' }))
  const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
  const view = isTerminal ? terminalView(process.stdout, states) : logView(console.log)
  const change = (index: number, state: DependencyState) => {
    states[index] = state
    view.update(states, state)
  }
  const job = { targets: targets.map(({ option, text }) => ({ option, text })), ca, deadline }
  try {
    await runWorker(job, change)
    for (const [index, state] of states.entries()) {
      if (state.status === 'waiting') change(index, missing(state, timeout))
    }
  } finally {
    view.end()
  }
  return report(states, timeout)
}

// A first check that is still running has no problem yet.
function missing({ title, problem }: DependencyState, timeout: number): DependencyState {
  const timeoutProblem = `timeout: no answer within ${timeout} ms.`
  return { title, status: 'missing', problem: problem ?? timeoutProblem }
}

function report(states: readonly DependencyState[], timeout: number): number {
  const failed = states.filter(({ status }) => status === 'missing')
  if (failed.length === 0) return 0
  const count = `${failed.length} of ${states.length}`
  console.error(`readyz: ${count} did not pass within ${formatDuration(timeout)}:`)
  for (const state of failed) console.error(formatState(state))
  return 1
}
