import { type Answers, createAnswers } from './answers.ts'
import { createCheck, type Finding } from './check.ts'
import { createClock } from './clock.ts'
import type { CheckerSettings } from './settings.ts'
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

export function createRunner(options: RunnerOptions): Runner {
  const { checkers, budget, probe, onTransition } = options
  const checks = checkers.map((settings) => createCheck(settings, { onFinding, onThaw }))
  // Until when each finding may be reused, and so the whole run.
  const expiry = checks.map(() => never)
  let freshUntil = Math.min(...expiry)
  let answers = createAnswers(options, [])

  const clock = createClock(budget, onTime)
  let waiting: Waiting | undefined
  const news: Transition[] = []
  let running = false
  let startedAt = 0
  let unfinished = 0

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
    clock.start(now)
    // One more than there are checks, so that the run cannot end before the last of them was started.
    unfinished = 1
    const moment = { now, date: Date.now() }
    for (const [index, check] of checks.entries()) {
      if (isFresh(index)) continue
      unfinished += 1
      check.begin(moment)
    }
    clock.called(performance.now())
    onFinding()
    if (running) clock.arm(nextTimeout())
  }

  function onFinding(): void {
    unfinished -= 1
    if (unfinished === 0) finish()
  }

  function finish(): void {
    clock.stop()
    const now = performance.now()
    const findings: Finding[] = []
    for (const [index, check] of checks.entries()) {
      if (check.finding !== undefined) findings.push(check.finding)
      if (isFresh(index)) continue
      expiry[index] = check.thawed ? never : now + check.settings.maxAge
      const transition = transitionOf(probe, check)
      if (transition !== undefined) news.push(transition)
    }
    freshUntil = Math.min(...expiry)
    answers = createAnswers(options, findings)
    running = false
    release(answers)
    // From one queue: a listener that probes again hears the rest of this run before the next.
    for (let next = news.shift(); next; next = news.shift()) deliver(next, onTransition)
  }

  /** Whether the run under way takes a finding over from one before. */
  function isFresh(index: number): boolean {
    return (expiry[index] ?? never) > startedAt
  }

  function onThaw(): void {
    for (const [index, check] of checks.entries()) if (check.thawed) expiry[index] = never
    freshUntil = never
  }

  function release(early: Answers): void {
    waiting?.resolve(early)
    waiting = undefined
  }

  function nextTimeout(): number {
    const underway = checks.filter((check) => check.underway)
    return Math.min(...underway.map(({ settings }) => settings.timeout))
  }

  function onTime(elapsed: number, blocked: number): void {
    const now = performance.now()
    // All at once: the last of them ends the run, and a listener that probes again begins the next.
    const expired = checks.filter(
      ({ underway, settings }) => underway && settings.timeout <= elapsed,
    )
    for (const check of expired) check.expire(now, blocked)
    if (running) clock.arm(nextTimeout())
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
