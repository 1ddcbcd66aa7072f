import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Probes } from '@readyz/core'
import { soon } from './resources.ts'

/** Asks probes, and looks at what each answer brings with it. */
export interface Asker {
  /** What one probe says: `pass`, or the reason. Throws if it says it late, says what is private, or leaves a connection open. */
  ask(): Promise<string>
  /** Milliseconds that the latest answer came after a timer of its budget; 0 if none did. */
  readonly latest: number
}

interface AskerOptions {
  /** Milliseconds a check has. */
  readonly budget: number
  readonly secrets: readonly string[]
  /** Connections that are nobody's. */
  left(): number
}

/** How much later than its budget a probe may be answered, on a busy machine. */
const lateness = 600

export function createAsker(probes: Probes, { budget, secrets, left }: AskerOptions): Asker {
  let latest = 0

  async function probe() {
    const started = performance.now()
    let due = Number.POSITIVE_INFINITY
    const timer = setTimeout(() => {
      due = performance.now()
    }, budget)
    const report = await probes.readiness()
    clearTimeout(timer)
    const answered = performance.now()
    latest = Math.max(latest, answered - due)
    const took = answered - started
    if (took > budget + lateness) throw new Error(`answered after ${took} ms`)
    return report
  }

  return {
    async ask() {
      const report = await probe()
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
