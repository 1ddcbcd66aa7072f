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

/** A client with an idle pool connection. It records which connection runs the statement. */
function createSource(query: (signal: AbortSignal) => Promise<void>) {
  const used: string[] = []
  const source = {
    queryDedicated: async () => void used.push('dedicated'),
    pool: {
      hasIdle: () => true,
      isExhausted: () => false,
      query: (_: string, signal: AbortSignal) => {
        used.push('pool')
        return query(signal)
      },
    },
  }
  return { used, checker: pooledSqlChecker(source) }
}

describe('the hybrid mode', () => {
  test('passes on an idle connection that returns one row', async () => {
    const { used, checker } = createSource(() => Promise.resolve())
    await checker.check(context)
    expect(used).toEqual(['pool'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('opens a dedicated connection at once if an idle connection fails', async () => {
    const { used, checker } = createSource(() => Promise.reject(new Error('stale')))
    await checker.check(context)
    expect(used).toEqual(['pool', 'dedicated'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('waits for an unresponsive idle connection for half of the time limit', async () => {
    const { used, checker } = createSource(async (signal) => {
      signal.addEventListener('abort', () => used.push('aborted'))
      await Promise.race([
        never,
        new Promise((_, reject) => signal.addEventListener('abort', reject)),
      ])
    })
    const checked = checker.check(context)
    await vi.advanceTimersByTimeAsync(399)
    expect(used).toEqual(['pool'])
    await vi.advanceTimersByTimeAsync(2)
    await checked
    expect(used).toEqual(['pool', 'aborted', 'dedicated'])
  })
})
