import { compareResults, type Expected, type Observation, ok } from './compare-results.ts'
import type { Database } from './database.ts'
import { describe } from './kubelet.ts'

type TourDatabase = Pick<Database, 'stop' | 'start' | 'freeze' | 'thaw'>

interface Step extends Expected {
  readonly name: string
  readonly action: string
  readonly apply?: (database: TourDatabase) => Promise<void> | void
}

const failed = { status: 503, body: 'db: cannot connect to database.' }
const healthy = { name: 'healthy', readiness: ok, page: { status: 200 } }

// A request for the page leaves idle connections in the pool, which the next fault then affects. No
// step requests the page while the database is frozen, because the request would hang.
const steps: readonly Step[] = [
  { ...healthy, action: 'database runs' },
  {
    name: 'refused',
    action: 'database stopped',
    apply: (database) => database.stop(),
    readiness: { ...failed, reason: 'refused' },
    page: { status: 500 },
  },
  { ...healthy, action: 'database started', apply: (database) => database.start() },
  {
    name: 'frozen',
    action: 'database frozen',
    apply: (database) => database.freeze(),
    readiness: { ...failed, reason: 'timeout' },
  },
  { ...healthy, action: 'database thawed', apply: (database) => database.thaw() },
]

export interface TourOptions {
  readonly database: TourDatabase
  /** Waits for one period, sends each probe once, and requests the page if `withPage` is true. */
  readonly observe: (withPage: boolean) => Promise<Observation>
  readonly print: (line: string) => void
}

/**
 * Runs the steps, and stops after the first unexpected result. Returns whether all results were
 * expected.
 */
export async function tour({ database, observe, print }: TourOptions): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    await step.apply?.(database)
    const observed = await observe(step.page !== undefined)
    const title = `${index + 1} ${step.name}`
    print([title.padEnd(9), step.action.padEnd(16), ...columns(observed)].join('  '))
    const differences = compareResults(observed, step)
    for (const difference of differences) {
      print(`step ${title} (${step.action}) failed: ${difference}`)
    }
    if (differences.length > 0) return false
  }
  print('All steps returned the expected results.')
  return true
}

function columns({ liveness, readiness, page }: Observation): readonly string[] {
  return [
    `liveness ${describe(liveness)}`.padEnd(23),
    `readiness ${describe(readiness)}`,
    ...(page ? [`page ${page.status}`] : []),
  ]
}
