import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect } from 'vitest'

/** Fails each test of the file that leaves an exception or a rejection that nobody handles. */
export function forbidUnhandled(): void {
  const unhandled: unknown[] = []
  const note = (error: unknown) => {
    unhandled.push(error)
  }
  beforeEach(() => {
    unhandled.length = 0
    process.on('unhandledRejection', note).on('uncaughtException', note)
  })
  afterEach(async () => {
    // Rejections are reported when the queue of microtasks is empty, which two turns of the loop leave it.
    await setImmediate()
    await setImmediate()
    process.off('unhandledRejection', note).off('uncaughtException', note)
    expect(unhandled).toEqual([])
  })
}
