import { type Checker, createProbes, logTransitions, type Reason, type Status } from '@readyz/core'
import { measureLongestBlock } from './event-loop.ts'
import { type TrackedResources, withTracking } from './resource-tracker.ts'
import { settlesWithin } from './wait.ts'

/** The result of one check, and what the check did. */
export interface Outcome {
  readonly status: Status
  readonly reason: Reason | undefined
  /** Everything that a prober can read about the check. */
  readonly published: string
  /** The log lines, with the private cause. Empty if the check passed. */
  readonly log: string
  /** Whether the check was still running after its time limit and `grace`. */
  readonly isOverdue: boolean
  /** The longest time in milliseconds for which this process blocked the event loop. */
  readonly blocked: number
  readonly tracked: TrackedResources
}

/** Milliseconds that a check has after its time limit to close its resources. */
export const grace = 100

/** Runs one check as a probe does, with a time limit in milliseconds, and tracks its resources. */
export async function runTrackedCheck(checker: Checker, time: number): Promise<Outcome> {
  const tracked: TrackedResources = {
    sockets: [],
    timers: new Set(),
    handles: new Map(),
    printed: [],
  }
  const { trackedChecker, ended } = track(checker, tracked)
  const lines: string[] = []
  const addLine = (line: string) => lines.push(line)
  const probes = createProbes({
    readiness: [trackedChecker],
    timeoutSeconds: time / 800,
    maxAge: 3_600_000,
    onTransition: logTransitions({ error: addLine, warn: addLine, info: addLine }),
  })
  const longestBlock = measureLongestBlock()
  const report = await probes.readiness()
  const isOverdue = !(await settlesWithin(grace, ended))
  const blocked = longestBlock()
  const [result] = report.checks
  const targets = ['/readyz', '/readyz?verbose', '/readyz?format=json']
  const bodies = targets.map(async (target) => (await probes.handle('GET', target))?.body)
  return {
    status: report.status,
    reason: result?.reason,
    published: [...(await Promise.all(bodies)), result?.message].join('\n'),
    log: lines.join('\n'),
    isOverdue,
    blocked,
    tracked,
  }
}

/**
 * Copies only `name`, `failure` and `check`, because `optional` would turn a failure into a warning
 * and `timeout` would end the check early. Without a `failure` message, core publishes the timeout
 * and logs no cause.
 */
function track(checker: Checker, tracked: TrackedResources) {
  const { name, failure = 'check failed.' } = checker
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const trackedChecker: Checker = {
    name,
    failure,
    check: (context) =>
      withTracking(tracked, async () => {
        try {
          return await checker.check(context)
        } finally {
          end()
        }
      }),
  }
  return { trackedChecker, ended }
}
