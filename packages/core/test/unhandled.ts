import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect } from 'vitest'

/** Fails each test of the file that causes an unhandled exception or rejection. */
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
    // Node reports rejections when the microtask queue is empty, which is so after two iterations
    // of the event loop.
    await setImmediate()
    await setImmediate()
    process.off('unhandledRejection', note).off('uncaughtException', note)
    expect(unhandled).toEqual([])
  })
}
