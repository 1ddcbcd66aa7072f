import { type Answers, createAnswers } from './answers.ts'
import { createCheck } from './check.ts'
import { createClock } from './clock.ts'
import { type Finding, transitionOf } from './finding.ts'
import { notify } from './log.ts'
import { calendarNow, monotonicNow } from './time.ts'
import type { Transition } from './transition.ts'
import type { CheckerSettings } from './validate-options.ts'

export interface RunnerOptions {
  readonly probe: 'liveness' | 'readiness'
  readonly checkers: readonly CheckerSettings[]
  /** The time limit of a run in milliseconds. */
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
  /**
   * Returns the answers of the last run while they are fresh, else those of the current run or of a
   * new one.
   */
  getAnswers(): Answers | Promise<Answers>
  /** Answers every probe that waits for the current run. The run itself continues. */
  release(answers: Answers): void
}

const never = Number.NEGATIVE_INFINITY

export function createRunner(options: RunnerOptions): Runner {
  const { checkers, budget, probe, onTransition } = options
  const checks = checkers.map((settings) => createCheck(settings, { onFinding, onLateSettle }))
  // The times until which each finding may be reused. The earliest is that of the whole run.
  const expiry = checks.map(() => never)
  let freshUntil = least(expiry)
  let answers = createAnswers(options, [])

  const clock = createClock(budget, { onTime, onError: crash })
  let waiting: Waiting | undefined
  let running = false
  let crashed = false
  let notifying = false
  let startedAt = 0
  let unfinished = 0

  function getAnswers(): Answers | Promise<Answers> {
    // A listener that sends a probe receives the run that it is notified of. A new run could notify
    // it again, without end.
    if (notifying) return answers
    const now = monotonicNow()
    if (running) {
      if (clock.isReplaced) rearm(now)
    } else if (now >= freshUntil || now < startedAt) {
      run(now)
    }
    if (!running) return answers
    waiting ??= createWaiting()
    return waiting.promise
  }

  function run(now: number): void {
    // No finding is reused after a crash, or if the clock was replaced by one that is behind.
    if (crashed || now < startedAt) expiry.fill(never)
    running = true
    startedAt = now
    freshUntil = never
    crashed = false
    let begun = false
    try {
      begin(now)
      begun = true
    } catch (error) {
      crash(error)
    } finally {
      // Not in `crash`, because a call of it fails if the stack is full.
      if (!begun) crashed = true
      if (crashed) running = false
    }
  }

  function begin(now: number): void {
    clock.start(now)
    // One more than the number of checks, so that the run cannot end before the last check was
    // started.
    unfinished = 1
    const moment = { now, date: calendarNow() }
    for (const [index, check] of checks.entries()) {
      if (isFresh(index)) continue
      unfinished += 1
      check.begin(moment)
    }
    clock.called(monotonicNow())
    onFinding()
    if (running) clock.arm(nextTimeout())
  }

  function onFinding(): void {
    unfinished -= 1
    if (unfinished > 0 || !running) return
    try {
      finish()
    } catch (error) {
      crash(error)
    }
  }

  /**
   * Ends the run after an unexpected error of core: the run fails, and the next probe begins a new
   * one.
   */
  function crash(error: unknown): void {
    crashed = true
    try {
      const moment = { now: monotonicNow(), date: calendarNow() }
      for (const [index, check] of checks.entries()) if (!isFresh(index)) check.crash(moment, error)
      finish()
    } finally {
      running = false
      freshUntil = never
    }
  }

  function finish(): void {
    clock.stop()
    const now = monotonicNow()
    const findings: Finding[] = []
    const transitions: Transition[] = []
    for (const [index, check] of checks.entries()) {
      if (check.finding !== undefined) findings.push(check.finding)
      if (isFresh(index)) continue
      expiry[index] = check.settledLate ? never : now + check.settings.maxAge
      const transition = transitionOf(probe, check.finding, check.previous)
      if (transition !== undefined) transitions.push(transition)
    }
    answers = createAnswers(options, findings)
    freshUntil = least(expiry)
    running = false
    release(answers)
    notifyAll(transitions)
  }

  function notifyAll(transitions: readonly Transition[]): void {
    notifying = true
    try {
      for (const transition of transitions) notify(transition, onTransition)
    } finally {
      notifying = false
    }
  }

  /** Returns whether the current run reuses the finding of an earlier run. */
  function isFresh(index: number): boolean {
    return (expiry[index] ?? never) > startedAt
  }

  function onLateSettle(): void {
    for (const [index, check] of checks.entries()) if (check.settledLate) expiry[index] = never
    freshUntil = never
  }

  function release(early: Answers): void {
    waiting?.resolve(early)
    waiting = undefined
  }

  function nextTimeout(): number {
    return least(checks.map(({ underway, settings }) => (underway ? settings.timeout : budget)))
  }

  function onTime(elapsed: number, blocked: number): void {
    const now = monotonicNow()
    for (const check of checks) {
      if (check.underway && check.settings.timeout <= elapsed) check.expire(now, blocked)
    }
    if (running) clock.arm(nextTimeout())
  }

  /** Restarts the time limits of the current run, because a test has replaced the timers. */
  function rearm(now: number): void {
    clock.start(now)
    clock.arm(nextTimeout())
  }

  return { getAnswers, release }
}

// Not `Math.min(...values)`, because a hundred thousand arguments overflow the stack.
function least(values: readonly number[]): number {
  let found = Number.POSITIVE_INFINITY
  for (const value of values) if (value < found) found = value
  return found
}

function createWaiting(): Waiting {
  let resolve: Waiting['resolve'] = () => {}
  const promise = new Promise<Answers>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
