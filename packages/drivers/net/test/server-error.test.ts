import { expect, test, vi } from 'vitest'
import { checkAll, ServerError } from '../src/index.ts'

const options = { failure: 'cannot connect.', noun: 'servers' }

test.each([
  ['a ServerError', (error: Error) => error],
  ['a wrapped ServerError', (error: Error) => new Error('its master', { cause: error })],
])('a check fails with the reason of %s, whatever its message contains', async (_, wrap) => {
  const error = wrap(new ServerError('connect ECONNREFUSED', 'auth'))
  const context = { signal: new AbortController().signal, timeout: 1000 }
  const servers = [{ title: 'here', check: () => Promise.reject(error) }]
  await expect(checkAll(context, servers, options)).rejects.toMatchObject({
    code: 'auth',
    cause: { message: expect.stringMatching(/^here: .*connect ECONNREFUSED$/) },
  })
})

test('a check fails with the reason of a ServerError of another package copy', async () => {
  vi.resetModules()
  const copy = await import('../src/index.ts')
  const error = new copy.ServerError('rejected the login', 'auth')
  expect(error).not.toBeInstanceOf(ServerError)
  const context = { signal: new AbortController().signal, timeout: 1000 }
  const servers = [{ title: 'here', check: () => Promise.reject(error) }]
  await expect(checkAll(context, servers, options)).rejects.toMatchObject({ code: 'auth' })
})
