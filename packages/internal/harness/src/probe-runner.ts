import { setImmediate as nextTurn } from 'node:timers/promises'
import { createProcessClock } from '@readyz/conformance'
import type { Probes } from '@readyz/core'
import { waitUntil } from './open-sockets.ts'

/** Runs probes and validates each result. */
export interface ProbeRunner {
  /**
   * Runs one probe whose check has a time limit of `limit` milliseconds. Returns `pass` or the
   * reason. Throws if the result is late or contains private data, or if a connection stays open.
   */
  runProbe(limit: number): Promise<string>
  /**
   * The longest delay of a result after the time limit of its check, in milliseconds of process
   * time. 0 if no result was late.
   */
  readonly maxLatenessMs: number
}

interface ProbeRunnerOptions {
  /** Returns probes whose checks have a time limit of `limit` milliseconds. */
  probesWithin(limit: number): Probes
  readonly secrets: readonly string[]
  /** Returns the number of connections to the server, except those of the client. */
  leakedConnections(): number
}

/** The accepted delay of a result after the time limit of its check, in ms of process time. */
const latenessLimitMs = 600

export function createProbeRunner({
  probesWithin,
  secrets,
  leakedConnections,
}: ProbeRunnerOptions): ProbeRunner {
  let maxLatenessMs = 0

  async function probe(limit: number) {
    const probes = probesWithin(limit)
    const clock = createProcessClock()
    let due = Number.POSITIVE_INFINITY
    const timer = setTimeout(() => {
      due = clock()
    }, limit)
    const report = await probes.readiness()
    clearTimeout(timer)
    const answered = clock()
    maxLatenessMs = Math.max(maxLatenessMs, answered - due)
    if (answered > limit + latenessLimitMs)
      throw new Error(`answered after ${answered} ms, with a time limit of ${limit} ms`)
    return report
  }

  return {
    async runProbe(limit) {
      const report = await probe(limit)
      assertPublic(JSON.stringify(report), secrets)
      // A check that ends at its deadline closes its sockets in the next turns of the event loop.
      await nextTurn()
      await nextTurn()
      await waitUntil(
        () => leakedConnections() <= 0,
        () => `connections still open: ${leakedConnections()}`,
      )
      const [result] = report.checks
      return result?.reason ?? result?.status ?? 'nothing'
    },
    get maxLatenessMs() {
      return maxLatenessMs
    },
  }
}

function assertPublic(text: string, secrets: readonly string[]): void {
  const secret = secrets.find((each) => text.includes(each))
  if (secret !== undefined) throw new Error(`published ${secret}: ${text}`)
}
