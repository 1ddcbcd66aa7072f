import { type Checker, createProbes, logTransitions, type Reason, type Status } from '@readyz/core'
import { watchLoop } from './event-loop.ts'
import { endsWithin } from './leaks.ts'
import { type TrackedResources, withTracking } from './resource-tracker.ts'

/** What one check brought. */
export interface Outcome {
  readonly status: Status
  readonly reason: Reason | undefined
  /** Everything that a prober can get to see of it. */
  readonly published: string
  /** What stands in the log, the private cause included. Empty if it passed. */
  readonly log: string
  /** The check went on when its time was over. */
  readonly isOverdue: boolean
  /** Milliseconds of the longest time for which this process itself blocked the loop meanwhile. */
  readonly blocked: number
  readonly trace: TrackedResources
}

/** Milliseconds that a check may go on when its time is over: for what it has ended to end. */
export const grace = 100

/** Runs one check as a probe does, in so many milliseconds. */
export async function runOnce(checker: Checker, time: number): Promise<Outcome> {
  const trace: TrackedResources = { sockets: [], timers: new Set(), printed: [] }
  const { watched, ended } = watch(checker, trace)
  const lines: string[] = []
  const note = (line: string) => lines.push(line)
  const probes = createProbes({
    readiness: [watched],
    timeoutSeconds: time / 800,
    maxAge: 3_600_000,
    onTransition: logTransitions({ error: note, warn: note, info: note }),
  })
  const longestBlock = watchLoop()
  const report = await probes.readiness()
  const isOverdue = !(await endsWithin(grace, ended))
  const blocked = longestBlock()
  const [result] = report.checks
  const targets = ['/readyz', '/readyz?verbose']
  const bodies = targets.map(async (target) => (await probes.handle('GET', target))?.body)
  return {
    status: report.status,
    reason: result?.reason,
    published: [...(await Promise.all(bodies)), result?.message].join('\n'),
    log: lines.join('\n'),
    isOverdue,
    blocked,
    trace,
  }
}

// Of a checker only what says how it fails: an optional one would warn, and one with a time of its own would end early.
// Without a sentence for the public, core publishes that the time is over, and has no cause left for the log.
function watch(checker: Checker, trace: TrackedResources) {
  const { name, failure = 'check failed.' } = checker
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const watched: Checker = {
    name,
    failure,
    check: (context) =>
      withTracking(trace, async () => {
        try {
          return await checker.check(context)
        } finally {
          end()
        }
      }),
  }
  return { watched, ended }
}
