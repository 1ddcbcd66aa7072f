import type { Reason, Status } from '../src/index.ts'

// The rules of design.md about runs, reuse and hung checks, once more and in another way: as arithmetic over
// times that are known beforehand, without timers, promises or events.

export interface Behaviour {
  readonly kind: 'pass' | 'warn' | 'fail'
  /** Milliseconds; 0 is synchronous, Infinity never. */
  readonly after: number
}

export interface Plan {
  readonly timeout: number
  readonly maxAge: number
  readonly optional: boolean
  /** That of each check, and then again from the first. */
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
  givenUp: number
}

const passed: Found = { status: 'pass' }

export interface Model {
  /** The run that answers a probe. Probes must come in the order of time. */
  probe(now: number): Run
  /** How often each checker was asked. */
  started(): number[]
}

export function createModel(plans: readonly Plan[]): Model {
  const memories = plans.map(
    (): Memory => ({
      started: 0,
      found: passed,
      freshUntil: -Infinity,
      open: undefined,
      givenUp: 0,
    }),
  )
  let last: Run = { endsAt: -Infinity, checks: [] }

  /** Asks one checker, and gives when it has an answer. */
  function ask({ timeout, optional, behaviours }: Plan, memory: Memory, now: number): number {
    const fail = (reason: Reason): Found => ({ status: optional ? 'warn' : 'fail', reason })
    if (memory.open !== undefined) {
      const patience = Math.min(10 * timeout * 2 ** memory.givenUp, 600_000)
      if (now < memory.open.startedAt + patience) {
        memory.found = fail('hung')
        return now
      }
      memory.givenUp += 1
    }
    const { kind, after } = behaviours[memory.started % behaviours.length] ?? passing
    memory.started += 1
    if (after > timeout) {
      memory.open = { startedAt: now, settlesAt: now + after }
      memory.found = fail('timeout')
      return now + timeout
    }
    memory.open = undefined
    memory.givenUp = 0
    if (kind === 'pass') memory.found = passed
    else memory.found = kind === 'warn' ? { status: 'warn', reason: 'error' } : fail('error')
    return now + after
  }

  function thaw(memory: Memory, now: number): void {
    if (memory.open === undefined || now < memory.open.settlesAt) return
    memory.open = undefined
    memory.givenUp = 0
    if (memory.found.reason === 'hung') memory.freshUntil = -Infinity
  }

  return {
    probe(now) {
      if (now < last.endsAt) return last
      for (const memory of memories) thaw(memory, now)
      const due = plans.flatMap((plan, index) => {
        const memory = memories[index]
        return memory !== undefined && now >= memory.freshUntil ? [{ plan, memory }] : []
      })
      if (due.length === 0) return last
      const endsAt = Math.max(...due.map(({ plan, memory }) => ask(plan, memory, now)))
      for (const { plan, memory } of due) memory.freshUntil = endsAt + plan.maxAge
      last = { endsAt, checks: memories.map(({ found }) => found) }
      return last
    },
    started: () => memories.map(({ started }) => started),
  }
}

const passing: Behaviour = { kind: 'pass', after: 0 }
