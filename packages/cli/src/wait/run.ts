import { showDuration } from '../read/duration.ts'
import { type Dependency, openDependency } from './dependency.ts'
import { liveView } from './live.ts'
import { lineOf, plainView, type State } from './states.ts'
import { waitForAll } from './wait.ts'

/**
 * Waits, shows how it stands, and gives the exit code.
 *
 * @throws UsageError, before anything is asked, for a dependency that cannot be
 */
export async function runWait(
  dependencies: readonly Dependency[],
  timeout: number,
): Promise<number> {
  const open = await Promise.all(dependencies.map(openDependency))
  const states: State[] = dependencies.map(({ title }) => ({ title, status: 'waiting' }))
  const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
  const view = isTerminal ? liveView(process.stdout, states) : plainView(console.log)
  const last = await waitForAll(open, timeout, (index, state) => {
    states[index] = state
    view.update(states, state)
  })
  view.end()
  const missing = last.filter(({ status }) => status === 'missing')
  if (missing.length === 0) return 0
  const count = `${missing.length} of ${last.length}`
  console.error(`readyz: ${count} did not pass within ${showDuration(timeout)}:`)
  for (const state of missing) console.error(lineOf(state))
  return 1
}
