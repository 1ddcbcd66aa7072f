import { setTimeout as sleep } from 'node:timers/promises'
import { attempt } from '../attempt.ts'
import type { OpenDependency } from './dependency.ts'
import type { State } from './states.ts'

/** Milliseconds that one attempt may take: what was dropped on its way is asked again while there is time. */
const patience = 3000
const firstPause = 100
const longestPause = 2000
/** What is kept of the time for the last attempt. */
const lastMoment = 250

/** Asks all of them at once, each until it passes or the time is over. Gives how it stands with each at the end. */
export function waitForAll(
  dependencies: readonly OpenDependency[],
  timeout: number,
  onChange: (index: number, state: State) => void,
): Promise<readonly State[]> {
  const started = performance.now()
  return Promise.all(
    dependencies.map(async (dependency, index) => {
      const elapsed = () => performance.now() - started
      const tell = (state: State) => onChange(index, state)
      const state = await waitFor(dependency, { elapsed, left: () => timeout - elapsed() }, tell)
      tell(state)
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
  onChange: (state: State) => void,
): Promise<State> {
  let problem: string | undefined
  for (let pause = firstPause; clock.left() >= 1; pause = Math.min(pause * 2, longestPause)) {
    const time = Math.min(patience, Math.floor(clock.left()))
    const found = await attempt(checker, time, redact)
    if (found === undefined) return { title, status: 'passed', tookMs: clock.elapsed() }
    const news = found.text
    // An attempt that the end cut short says nothing new by being late.
    const isShort = found.isLate && time < patience
    if (news !== problem && (problem === undefined || !isShort)) {
      problem = news
      onChange({ title, status: 'waiting', problem })
    }
    await sleep(pauseBefore(clock.left(), pause))
  }
  return { title, status: 'missing', ...(problem !== undefined && { problem }) }
}

// Chance parts those who were started together, so that they do not all come at once to what has just come back.
function pauseBefore(left: number, pause: number): number {
  if (left <= lastMoment) return Math.max(left, 0)
  return Math.min(pause * (0.5 + Math.random() / 2), left - lastMoment)
}
