import type { Reason, Status } from '../src/index.ts'

// An independent model of the rules of runs, reuse and hung checks. It calculates with times that
// are known in advance, without timers, promises or events.

export interface Behaviour {
  readonly kind: 'pass' | 'warn' | 'fail'
  /** Milliseconds. 0 means synchronous, Infinity never. */
  readonly after: number
}

export interface Plan {
  readonly timeout: number
  readonly maxAge: number
  readonly optional: boolean
  /** The behaviour of each check in turn. Starts again after the last. */
  readonly behaviours: readonly Behaviour[]
}

interface Found {
  readonly status: Status
  readonly reason?: Reason
}

export interface Run {
  readonly endsAt: number
  readonly checks: readonly Found[]
}

interface Memory {
  started: number
  found: Found
  freshUntil: number
  open: { readonly startedAt: number; readonly settlesAt: number } | undefined
  abandoned: number
}

const passed: Found = { status: 'pass' }

export interface Model {
  /** Returns the run that answers a probe. Probes must be in the order of time. */
  probe(now: number): Run
  /** Returns the number of checks of each checker. */
  started(): number[]
}

export function createModel(plans: readonly Plan[]): Model {
  const memories = plans.map(
    (): Memory => ({
      started: 0,
      found: passed,
      freshUntil: -Infinity,
      open: undefined,
      abandoned: 0,
    }),
  )
  let last: Run = { endsAt: -Infinity, checks: [] }

  /** Runs one checker. Returns the time at which it has a result. */
  function runCheck({ timeout, optional, behaviours }: Plan, memory: Memory, now: number): number {
    const fail = (reason: Reason): Found => ({ status: optional ? 'warn' : 'fail', reason })
    if (memory.open !== undefined) {
      const hungLimit = Math.min(10 * timeout * 2 ** memory.abandoned, 600_000)
      if (now < memory.open.startedAt + hungLimit) {
        memory.found = fail('hung')
        return now
      }
      memory.abandoned += 1
    }
    const { kind, after } = behaviours[memory.started % behaviours.length] ?? passing
    memory.started += 1
    if (after > timeout) {
      memory.open = { startedAt: now, settlesAt: now + after }
      memory.found = fail('timeout')
      return now + timeout
    }
    memory.open = undefined
    memory.abandoned = 0
    if (kind === 'pass') memory.found = passed
    else memory.found = kind === 'warn' ? { status: 'warn', reason: 'error' } : fail('error')
    return now + after
  }

  function settle(memory: Memory, now: number): void {
    if (memory.open === undefined || now < memory.open.settlesAt) return
    memory.open = undefined
    memory.abandoned = 0
    if (memory.found.reason === 'hung') memory.freshUntil = -Infinity
  }

  return {
    probe(now) {
      if (now < last.endsAt) return last
      for (const memory of memories) settle(memory, now)
      const due = plans.flatMap((plan, index) => {
        const memory = memories[index]
        return memory !== undefined && now >= memory.freshUntil ? [{ plan, memory }] : []
      })
      if (due.length === 0) return last
      const endsAt = Math.max(...due.map(({ plan, memory }) => runCheck(plan, memory, now)))
      for (const { plan, memory } of due) memory.freshUntil = endsAt + plan.maxAge
      last = { endsAt, checks: memories.map(({ found }) => found) }
      return last
    },
    started: () => memories.map(({ started }) => started),
  }
}

const passing: Behaviour = { kind: 'pass', after: 0 }
