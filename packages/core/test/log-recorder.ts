import { vi } from 'vitest'
import { createProbes, logTransitions } from '../src/index.ts'
import { checker } from './checkers.ts'

/** A logger that keeps its lines. */
export class LogRecorder {
  readonly #lines: string[] = []
  error(message: string) {
    this.#lines.push(`E ${message}`)
  }
  warn(message: string) {
    this.#lines.push(`W ${message}`)
  }
  info(message: string) {
    this.#lines.push(`I ${message}`)
  }
  take() {
    return this.#lines.splice(0)
  }
}

/** Probes one checker, whose behaviour the test changes, and records the log. */
export function startLogging(options: { optional?: boolean } = {}) {
  const recorder = new LogRecorder()
  const check = vi.fn<() => unknown>()
  const probes = createProbes({
    readiness: [checker('db', check, { failure: 'cannot connect to database.', ...options })],
    maxAge: 0,
    onTransition: logTransitions(recorder),
  })
  const probe = async (after = 0) => {
    await vi.advanceTimersByTimeAsync(after)
    const report = probes.readiness()
    await vi.advanceTimersByTimeAsync(800)
    await report
    return recorder.take()
  }
  return { check, probe }
}

/** An error as clients create it. */
export function clientError(code: string, message: string, rest: object = {}): Error {
  return Object.assign(new Error(message), { code, ...rest })
}
