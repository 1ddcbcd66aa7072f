import { createRequire } from 'node:module'
import type { Rules } from './play.ts'
import { start } from './recovery.ts'
import { soon } from './resources.ts'
import type { Stage } from './stage.ts'
import type { Trace } from './trace.ts'

// More than the listeners of one event that node lets pass without a warning.
const many = 12

/** Milliseconds beyond any rule: what waits for the end of a check's time is still there. */
const longTime = 100_000

/** A pool may have some of its own, until connections are lent again. */
async function askMany(stage: Stage, verdict: 'fails' | 'passes'): Promise<void> {
  const traces: Trace[] = []
  for (let times = 0; times < many; times += 1) {
    const { trace } = await stage.ask(verdict, { time: longTime })
    traces.push(trace)
  }
  const left = () => traces.reduce((sum, { timers }) => sum + timers.size, 0)
  stage.demand(await soon(() => left() < many / 2), {
    rule: 'leaves no timer',
    expected: 'none that runs on',
    seen: `${left()} after ${many} checks`,
  })
}

export const leftoverRules: Rules = {
  'checks that fail leave no timer and no listener': (stage) => askMany(stage, 'fails'),

  // At construction it costs nobody anything; in the first check 100 to 250 ms, of a time that may be 400.
  'the first check loads no package': async (stage) => {
    await stage.subject()
    const before = loadedPackages()
    await stage.ask('fails')
    const loaded = [...loadedPackages()].filter((name) => !before.has(name))
    stage.demand(loaded.length === 0, {
      rule: 'loads its client when it is made',
      expected: 'no package that is loaded in the first check',
      seen: loaded.join(', '),
    })
  },
}

export const leftoverRulesOfServer: Rules = {
  'checks that pass leave no timer and no listener': async (stage) => {
    await start(stage)
    await askMany(stage, 'passes')
  },
}

// One cache for the whole process, whichever file asks. CommonJS has no `import.meta`.
const { cache } = createRequire(process.execPath)

/** Of modules that were required, and of those that were imported what is CommonJS: most clients are. */
function loadedPackages(): ReadonlySet<string> {
  const folder = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/
  return new Set(Object.keys(cache).flatMap((file) => folder.exec(file)?.[1] ?? []))
}
