import { expect, test } from 'vitest'
import { waitUntil } from '../../src/driver/wait.ts'

/** Returns a function that returns the values in order, and then `false`. */
function values(...given: readonly boolean[]): () => boolean {
  const rest = [...given]
  return () => rest.shift() ?? false
}

test('waitUntil returns true if the condition is true in one call only', async () => {
  expect(await waitUntil(values(true))).toBe(true)
  expect(await waitUntil(values(false, false, true))).toBe(true)
  const afterSeveralTicks = [...Array.from({ length: 15 }, () => false), true]
  expect(await waitUntil(values(...afterSeveralTicks), 200)).toBe(true)
})

test('waitUntil returns false if the condition stays false', async () => {
  expect(await waitUntil(() => false, 50)).toBe(false)
})
