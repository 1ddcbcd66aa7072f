import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withEarlyDeadline } from '../src/deadline.ts'
import { untilAborted } from '../src/index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new Promise<never>(() => {})
const context = { timeout: 1000, signal: new AbortController().signal }

test('aborts the work after four fifths of the time limit', async () => {
  let ended = false
  const worked = withEarlyDeadline(context, (signal) => untilAborted(signal, never)).catch(
    (error: Error) => {
      ended = true
      return `${error.name}: ${error.message}`
    },
  )
  await vi.advanceTimersByTimeAsync(799)
  expect(ended).toBe(false)
  await vi.advanceTimersByTimeAsync(2)
  expect(await worked).toBe('TimeoutError: no answer within 800 ms')
})

test('clears its timer and removes its listener when the work ends first', async () => {
  const added = vi.spyOn(context.signal, 'addEventListener')
  const removed = vi.spyOn(context.signal, 'removeEventListener')
  expect(await withEarlyDeadline(context, async () => 'done')).toBe('done')
  await expect(
    withEarlyDeadline(context, async () => Promise.reject(new Error('no'))),
  ).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
  expect(removed.mock.calls.map(([, each]) => each)).toEqual(
    added.mock.calls.map(([, each]) => each),
  )
})

test('aborts the work when the check is aborted, or was aborted before', async () => {
  const controller = new AbortController()
  const early = { timeout: 1000, signal: controller.signal }
  const worked = withEarlyDeadline(early, (signal) => untilAborted(signal, never))
  controller.abort()
  await expect(worked).rejects.toThrow('no answer')
  await expect(withEarlyDeadline(early, (signal) => untilAborted(signal, never))).rejects.toThrow(
    'no answer',
  )
})
