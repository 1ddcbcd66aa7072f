import { setTimeout as sleep } from 'node:timers/promises'
import { runCheck } from '../run-check.ts'
import type { OpenDependency } from './dependency.ts'
import type { DependencyState } from './progress.ts'

/**
 * The time limit of one check in milliseconds. It is short because a retry succeeds if packets were
 * lost.
 */
const checkTimeout = 3000
const firstPause = 100
const longestPause = 2000
/** Milliseconds that are reserved for the last check. */
const lastCheckTime = 250

/**
 * Checks all dependencies concurrently, each until it passes or the time limit has passed. Returns
 * their last states.
 */
export function waitForAll(
  dependencies: readonly OpenDependency[],
  timeout: number,
  onChange: (index: number, state: DependencyState) => void,
): Promise<readonly DependencyState[]> {
  const started = performance.now()
  return Promise.all(
    dependencies.map(async (dependency, index) => {
      const elapsed = () => performance.now() - started
      const notify = (state: DependencyState) => onChange(index, state)
      const state = await waitFor(dependency, { elapsed, left: () => timeout - elapsed() }, notify)
      notify(state)
      return state
    }),
  )
}

interface Clock {
  elapsed(): number
  left(): number
}

async function waitFor(
  { title, redact, checker }: OpenDependency,
  clock: Clock,
  onChange: (state: DependencyState) => void,
): Promise<DependencyState> {
  let problem: string | undefined
  for (let pause = firstPause; clock.left() >= 1; pause = Math.min(pause * 2, longestPause)) {
    const time = Math.min(checkTimeout, Math.floor(clock.left()))
    const failure = await runCheck(checker, time, redact)
    if (failure === undefined) return { title, status: 'passed', tookMs: clock.elapsed() }
    // A timeout of a check with a reduced time limit is not a new problem.
    const isShortened = failure.isTimeout && time < checkTimeout
    if (failure.text !== problem && (problem === undefined || !isShortened)) {
      problem = failure.text
      onChange({ title, status: 'waiting', problem })
    }
    await sleep(pauseBefore(clock.left(), pause))
  }
  return { title, status: 'missing', ...(problem !== undefined && { problem }) }
}

// A random factor prevents processes that started together from checking a recovered dependency at
// the same time.
function pauseBefore(left: number, pause: number): number {
  if (left <= lastCheckTime) return Math.max(left, 0)
  return Math.min(pause * (0.5 + Math.random() / 2), left - lastCheckTime)
}
