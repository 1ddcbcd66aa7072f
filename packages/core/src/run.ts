import { type Answers, createAnswers, createResult } from './answers.ts'
import { createCheck } from './check.ts'
import type { CheckerSettings } from './options.ts'
import { deliver, type Transition, transitionOf } from './transition.ts'

export interface RunnerOptions {
  readonly probe: 'liveness' | 'readiness'
  readonly checkers: readonly CheckerSettings[]
  /** Milliseconds a run may take. */
  readonly budget: number
  readonly failureStatus: number
  readonly onTransition: (transition: Transition) => void
}

interface Waiting {
  readonly promise: Promise<Answers>
  readonly resolve: (answers: Answers) => void
}

/** Runs the checkers of one list, one run at a time. */
export interface Runner {
  /** The answers of the last run while they are fresh, else those of the run under way or of a new one. */
  ask(): Answers | Promise<Answers>
  /** Answers at once all who wait for the run under way; the run itself goes on to its end. */
  release(answers: Answers): void
}

const never = Number.NEGATIVE_INFINITY
// Milliseconds that a timer may be late in a loop that nothing blocks.
const punctual = 5

export function createRunner(options: RunnerOptions): Runner {
  const { checkers, budget, probe, onTransition } = options
  const checks = checkers.map((settings) => createCheck(settings, { onFinding, onThaw }))
  // Until when each finding may be reused, and so the whole run.
  const expiry = checks.map(() => never)
  let freshUntil = Math.min(...expiry)
  let answers = createAnswers(options, () => [])

  let waiting: Waiting | undefined
  let running = false
  let startedAt = 0
  let unfinished = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = 0
  let blocked = 0
  let late = false

  function ask(): Answers | Promise<Answers> {
    if (!running) {
      const now = performance.now()
      if (now < freshUntil) return answers
      run(now)
    }
    if (!running) return answers
    waiting ??= createWaiting()
    return waiting.promise
  }

  function run(now: number): void {
    running = true
    startedAt = now
    blocked = 0
    late = false
    // One more than there are checks, so that the run cannot end before the last of them was started.
    unfinished = 1
    for (const check of checks.filter(isDue)) {
      unfinished += 1
      check.begin(now)
    }
    noteBlock(performance.now() - now)
    onFinding()
    if (running) arm()
  }

  function onFinding(): void {
    unfinished -= 1
    if (unfinished === 0) finish()
  }

  function finish(): void {
    clearTimeout(timer)
    const now = performance.now()
    const concluded = checks.filter(isDue)
    const transitions = concluded.flatMap((check) => transitionOf(probe, check))
    for (const [index, check] of checks.entries()) {
      if (isDue(check, index)) expiry[index] = check.thawed ? never : now + check.settings.maxAge
    }
    freshUntil = Math.min(...expiry)
    const findings = checks.flatMap(({ finding }) => finding ?? [])
    answers = createAnswers(options, () => findings.map(createResult))
    running = false
    release(answers)
    for (const transition of transitions) deliver(transition, onTransition)
  }

  /** Whether the run under way has to ask again. */
  function isDue(_: unknown, index: number): boolean {
    return !((expiry[index] ?? never) > startedAt)
  }

  function onThaw(): void {
    for (const [index, check] of checks.entries()) if (check.thawed) expiry[index] = never
    freshUntil = never
  }

  function release(early: Answers): void {
    waiting?.resolve(early)
    waiting = undefined
  }

  function arm(): void {
    const now = performance.now()
    const deadlines = checks
      .filter(({ underway }) => underway)
      .map(({ settings }) => settings.timeout)
    clearTimeout(timer) // A listener that probed again has armed one already.
    // Half-way the timer only looks whether it is late: a block of a whole budget cannot hide from it.
    const half = startedAt + budget / 2
    due = startedAt + Math.min(...deadlines)
    if (now < half && half < due) due = half
    timer = setTimeout(tick, Math.max(0, due - now))
  }

  function tick(): void {
    const now = performance.now()
    const lateness = now - due
    noteBlock(lateness)
    // What arrived while the loop was blocked has not been read yet: one more turn of the loop for that, and only
    // one, or a loop that is blocked at every turn would never let the run end.
    if (lateness > punctual && !late) {
      late = true
      due = now
      timer = setTimeout(tick, 0)
      return
    }
    late = false
    for (const check of checks) {
      // Timers may fire up to a millisecond early.
      if (check.underway && startedAt + check.settings.timeout < now + 1) check.expire(now, blocked)
    }
    if (running) arm()
  }

  function noteBlock(milliseconds: number): void {
    if (milliseconds >= budget / 2) blocked = Math.max(blocked, milliseconds)
  }

  return { ask, release }
}

function createWaiting(): Waiting {
  let resolve: Waiting['resolve'] = () => {}
  const promise = new Promise<Answers>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
