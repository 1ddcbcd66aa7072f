import type { CheckContext } from '@readyz/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pooledSqlChecker } from '../src/index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new Promise<never>(() => {})
const context: CheckContext = { timeout: 800, signal: new AbortController().signal }

/** A pool with an idle connection, of which it is written down what was asked of it. */
function createSource(borrow: (signal: AbortSignal) => Promise<void>) {
  const asked: string[] = []
  const source = {
    own: async () => void asked.push('own'),
    pool: {
      hasIdle: () => true,
      isFull: () => false,
      borrow: (_: string, signal: AbortSignal) => {
        asked.push('pool')
        return borrow(signal)
      },
    },
  }
  return { asked, checker: pooledSqlChecker(source) }
}

describe('the hybrid', () => {
  test('is content with an idle connection that answers, and leaves no timer', async () => {
    const { asked, checker } = createSource(() => Promise.resolve())
    await checker.check(context)
    expect(asked).toEqual(['pool'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('goes on at once when an idle connection fails, and leaves no timer', async () => {
    const { asked, checker } = createSource(() => Promise.reject(new Error('stale')))
    await checker.check(context)
    expect(asked).toEqual(['pool', 'own'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('gives an idle connection that is silent half of the time', async () => {
    const { asked, checker } = createSource(async (signal) => {
      signal.addEventListener('abort', () => asked.push('ended'))
      await Promise.race([
        never,
        new Promise((_, reject) => signal.addEventListener('abort', reject)),
      ])
    })
    const checked = checker.check(context)
    await vi.advanceTimersByTimeAsync(399)
    expect(asked).toEqual(['pool'])
    await vi.advanceTimersByTimeAsync(2)
    await checked
    expect(asked).toEqual(['pool', 'ended', 'own'])
  })
})
