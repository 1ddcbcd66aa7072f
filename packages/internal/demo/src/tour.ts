import type { Database } from './database.ts'
import { type Expected, judge, type Observation, ok } from './judge.ts'
import { describe } from './kubelet.ts'

type TourDatabase = Pick<Database, 'stop' | 'start' | 'freeze' | 'thaw'>

interface Step extends Expected {
  readonly name: string
  readonly done: string
  readonly act?: (database: TourDatabase) => Promise<void> | void
}

const failed = { status: 503, body: 'db: cannot connect to database.' }
const healthy = { name: 'healthy', readiness: ok, page: { status: 200 } }

// The visits leave idle connections in the pool, which the next fault hits. A frozen page would hang.
const steps: readonly Step[] = [
  { ...healthy, done: 'database runs' },
  {
    name: 'refused',
    done: 'database stopped',
    act: (database) => database.stop(),
    readiness: { ...failed, reason: 'refused' },
    page: { status: 500 },
  },
  { ...healthy, done: 'database started', act: (database) => database.start() },
  {
    name: 'frozen',
    done: 'database frozen',
    act: (database) => database.freeze(),
    readiness: { ...failed, reason: 'timeout' },
  },
  { ...healthy, done: 'database thawed', act: (database) => database.thaw() },
]

export interface TourOptions {
  readonly database: TourDatabase
  /** Lets the time between two probes of a kubelet pass, then asks each once, and visits the page if told so. */
  readonly look: (visits: boolean) => Promise<Observation>
  readonly print: (line: string) => void
}

/** Goes through the steps, and stops at the first that is not what it should be. Whether all were. */
export async function tour({ database, look, print }: TourOptions): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    await step.act?.(database)
    const seen = await look(step.page !== undefined)
    const title = `${index + 1} ${step.name}`
    print([title.padEnd(9), step.done.padEnd(16), ...columns(seen)].join('  '))
    const wrong = judge(seen, step)
    for (const complaint of wrong) print(`step ${title} (${step.done}) is wrong: ${complaint}`)
    if (wrong.length > 0) return false
  }
  print('Every step was as it should be.')
  return true
}

function columns({ liveness, readiness, page }: Observation): readonly string[] {
  return [
    `liveness ${describe(liveness)}`.padEnd(23),
    `readiness ${describe(readiness)}`,
    ...(page ? [`page ${page.status}`] : []),
  ]
}
