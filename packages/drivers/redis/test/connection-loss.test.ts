import { refused } from '@readyz/conformance'
import { createClient } from 'redis'
import { expect, onTestFinished, test, vi } from 'vitest'
import { redisChecker } from '../src/index.ts'

const context = { signal: new AbortController().signal, timeout: 20_000 }

test('adds an error listener to a client without one, and emits one warning', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  const client = createClient({ socket: await refused() })
  const checker = redisChecker(client)
  expect(client.listenerCount('error')).toBe(1)
  await expect(checker.check(context)).rejects.toThrow('cannot connect')
  await expect(checker.check(context)).rejects.toThrow('cannot connect')
  expect(warn.mock.calls).toEqual([
    [expect.stringContaining("redis has no 'error' listener"), expect.anything()],
  ])
})
