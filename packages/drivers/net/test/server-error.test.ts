import { expect, test, vi } from 'vitest'
import { checkAll, ServerError } from '../src/index.ts'

const options = { failure: 'cannot connect.', noun: 'servers' }

test.each([
  ['it', (error: Error) => error],
  ['what wraps it', (error: Error) => new Error('of the two', { cause: error })],
])('a ServerError says why a check failed, whatever %s reads like', async (_, wrap) => {
  const error = wrap(new ServerError('connect ECONNREFUSED', 'auth'))
  const context = { signal: new AbortController().signal, timeout: 1000 }
  const servers = [{ title: 'here', check: () => Promise.reject(error) }]
  await expect(checkAll(context, servers, options)).rejects.toMatchObject({
    code: 'auth',
    cause: { message: expect.stringMatching(/^here: .*connect ECONNREFUSED$/) },
  })
})

test('a ServerError of another copy of this package says why a check failed too', async () => {
  vi.resetModules()
  const copy = await import('../src/index.ts')
  const error = new copy.ServerError('rejected the login', 'auth')
  expect(error).not.toBeInstanceOf(ServerError)
  const context = { signal: new AbortController().signal, timeout: 1000 }
  const servers = [{ title: 'here', check: () => Promise.reject(error) }]
  await expect(checkAll(context, servers, options)).rejects.toMatchObject({ code: 'auth' })
})
