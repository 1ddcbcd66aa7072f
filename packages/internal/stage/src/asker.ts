import { setImmediate as nextTurn } from 'node:timers/promises'
import { createOwnClock } from '@readyz/conformance'
import type { Probes } from '@readyz/core'
import { soon } from './resources.ts'

/** Asks probes, and looks at what each answer brings with it. */
export interface Asker {
  /**
   * What one probe says, whose check has so many milliseconds: `pass`, or the reason. Throws if it says it late, says what
   * is private, or leaves a connection open.
   */
  ask(limit: number): Promise<string>
  /** Milliseconds of the process's own time that the latest answer came after a timer of its limit; 0 if none did. */
  readonly latest: number
}

interface AskerOptions {
  /** Probes whose checks have so many milliseconds. */
  probesWithin(limit: number): Probes
  readonly secrets: readonly string[]
  /** Connections that are nobody's. */
  left(): number
}

/** How many milliseconds of its own time a process may take to answer a probe, once the time limit has passed. */
const lateness = 600

export function createAsker({ probesWithin, secrets, left }: AskerOptions): Asker {
  let latest = 0

  async function probe(limit: number) {
    const probes = probesWithin(limit)
    const clock = createOwnClock()
    let due = Number.POSITIVE_INFINITY
    const timer = setTimeout(() => {
      due = clock()
    }, limit)
    const report = await probes.readiness()
    clearTimeout(timer)
    const answered = clock()
    latest = Math.max(latest, answered - due)
    if (answered > limit + lateness) throw new Error(`answered after ${answered} ms`)
    return report
  }

  return {
    async ask(limit) {
      const report = await probe(limit)
      demandPublic(JSON.stringify(report), secrets)
      // A check that was ended at its deadline lets go in the next turns of the loop.
      await nextTurn()
      await nextTurn()
      await soon(
        () => left() <= 0,
        () => `left ${left()} connections open`,
      )
      const [result] = report.checks
      return result?.reason ?? result?.status ?? 'nothing'
    },
    get latest() {
      return latest
    },
  }
}

function demandPublic(text: string, secrets: readonly string[]): void {
  const told = secrets.find((secret) => text.includes(secret))
  if (told !== undefined) throw new Error(`published ${told}: ${text}`)
}
