import { createRequire } from 'node:module'
import type { Harness } from '../harness.ts'
import type { TrackedResources } from '../resource-tracker.ts'
import { startWithProxy } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'
import { waitUntil } from '../wait.ts'

// Node warns at more than ten listeners of one event.
const manyChecks = 12

// Milliseconds. Longer than any rule, so that a timer for the time limit does not fire during it.
const longTime = 100_000

/**
 * Asserts that repeated checks clear their timers. A pool may keep some of its timers until it is
 * used again.
 */
async function expectClearedTimers(harness: Harness, result: 'fails' | 'passes'): Promise<void> {
  const allTracked: TrackedResources[] = []
  for (let times = 0; times < manyChecks; times += 1) {
    const { tracked } = await harness.runCheck(result, { time: longTime })
    allTracked.push(tracked)
  }
  const activeTimers = () => allTracked.reduce((sum, { timers }) => sum + timers.size, 0)
  harness.assertRule(await waitUntil(() => activeTimers() < manyChecks / 2), {
    rule: 'clears every timer',
    expected: 'no active timer',
    actual: `${activeTimers()} after ${manyChecks} checks`,
  })
}

export const repeatedCheckRules: Rules = {
  'failing checks leave no timer and no listener': (harness) =>
    expectClearedTimers(harness, 'fails'),

  // Loading a client takes 100 to 250 ms, which the first probe does not have. Load it at creation.
  'the first check loads no package': async (harness) => {
    await harness.driver()
    const before = loadedPackages()
    await harness.runCheck('fails')
    const loaded = [...loadedPackages()].filter((name) => !before.has(name))
    harness.assertRule(loaded.length === 0, {
      rule: 'loads no package in the first check',
      expected: 'no package that is loaded in the first check',
      actual: loaded.join(', '),
    })
  },
}

export const repeatedCheckRulesWithServer: Rules = {
  'passing checks leave no timer and no listener': async (harness) => {
    await startWithProxy(harness)
    await expectClearedTimers(harness, 'passes')
  },
}

// The process has one cache of CommonJS modules. The path is `execPath`, because `import.meta` does
// not exist in the CommonJS build.
const { cache } = createRequire(process.execPath)

/** Returns the names of loaded CommonJS packages, whether required or imported. */
function loadedPackages(): ReadonlySet<string> {
  const folder = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/
  return new Set(Object.keys(cache).flatMap((file) => folder.exec(file)?.[1] ?? []))
}
