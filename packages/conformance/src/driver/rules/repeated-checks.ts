import { createRequire } from 'node:module'
import type { Harness } from '../harness.ts'
import { waitUntil } from '../leaks.ts'
import type { TrackedResources } from '../resource-tracker.ts'
import type { Rules } from '../run-rule.ts'
import { start } from '../with-fault.ts'

// More than the listeners of one event that node lets pass without a warning.
const many = 12

/** Milliseconds beyond any rule: what waits for the end of a check's time is still there. */
const longTime = 100_000

/** A pool may have some of its own, until connections are lent again. */
async function askMany(harness: Harness, verdict: 'fails' | 'passes'): Promise<void> {
  const traces: TrackedResources[] = []
  for (let times = 0; times < many; times += 1) {
    const { trace } = await harness.runCheck(verdict, { time: longTime })
    traces.push(trace)
  }
  const left = () => traces.reduce((sum, { timers }) => sum + timers.size, 0)
  harness.assertRule(await waitUntil(() => left() < many / 2), {
    rule: 'clears every timer',
    expected: 'none that runs on',
    seen: `${left()} after ${many} checks`,
  })
}

export const repeatedCheckRules: Rules = {
  'checks that fail leave no timer and no listener': (harness) => askMany(harness, 'fails'),

  // At construction it costs nobody anything; in the first check 100 to 250 ms, of a time that may be 400.
  'the first check loads no package': async (harness) => {
    await harness.driver()
    const before = loadedPackages()
    await harness.runCheck('fails')
    const loaded = [...loadedPackages()].filter((name) => !before.has(name))
    harness.assertRule(loaded.length === 0, {
      rule: 'loads no package in the first check',
      expected: 'no package that is loaded in the first check',
      seen: loaded.join(', '),
    })
  },
}

export const repeatedCheckRulesOfServer: Rules = {
  'checks that pass leave no timer and no listener': async (harness) => {
    await start(harness)
    await askMany(harness, 'passes')
  },
}

// One cache for the whole process, whichever file asks. CommonJS has no `import.meta`.
const { cache } = createRequire(process.execPath)

/** Of modules that were required, and of those that were imported what is CommonJS: most clients are. */
function loadedPackages(): ReadonlySet<string> {
  const folder = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/
  return new Set(Object.keys(cache).flatMap((file) => folder.exec(file)?.[1] ?? []))
}
