import { createRequire } from 'node:module'
import type { Rules } from './play.ts'
import { start } from './recovery.ts'
import { resources } from './resources.ts'
import type { Stage } from './stage.ts'

// More than the listeners of one event that node lets pass without a warning.
const many = 12

/** Milliseconds beyond any rule: what waits for the end of a check's time is still there. */
const longTime = 100_000

const timers = () => resources().get('Timeout') ?? 0

/** Of timers the runner may have some of its own, which come and go. */
async function askMany(stage: Stage, verdict: 'fails' | 'passes'): Promise<void> {
  await stage.ask(verdict, { time: longTime })
  const before = timers()
  for (let times = 0; times < many; times += 1) await stage.ask(verdict, { time: longTime })
  const left = timers() - before
  stage.demand(left < many / 2, {
    rule: 'leaves no timer',
    expected: 'as many timers as before',
    seen: `${left} more after ${many} checks`,
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

const { cache } = createRequire(import.meta.url)

/** Of modules that were required, and of those that were imported what is CommonJS: most clients are. */
function loadedPackages(): ReadonlySet<string> {
  const folder = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/
  return new Set(Object.keys(cache).flatMap((file) => folder.exec(file)?.[1] ?? []))
}
