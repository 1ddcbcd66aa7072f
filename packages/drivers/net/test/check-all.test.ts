import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { CheckError } from '@readyz/core'
import { expect, onTestFinished, test } from 'vitest'
import { checkAll, untilAborted } from '../src/index.ts'

const context = () => ({ timeout: 200, signal: new AbortController().signal })
const options = { failure: 'cannot connect to cache.', noun: 'servers' }
const never = new Promise<never>(() => {})

const works = { title: 'one', check: async () => 'fine' }
const refuses = {
  title: 'two',
  check: async () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' })),
}
const hangs = { title: 'three', check: (signal: AbortSignal) => untilAborted(signal, never) }

async function failureOf(...checks: Parameters<typeof checkAll>): Promise<CheckError> {
  return checkAll(...checks).then(
    () => {
      throw new Error('the check passed')
    },
    (error: CheckError) => error,
  )
}

test('passes when every server answers', async () => {
  await expect(checkAll(context(), [works, works], options)).resolves.toBeUndefined()
})

test('reports the number of failures in the message, and each failure in the cause', async () => {
  expect(await failureOf(context(), [works, refuses, refuses], options)).toMatchObject({
    message: 'cannot connect to cache (2 of 3 servers).',
    code: 'refused',
    cause: { message: 'two: no; two: no' },
  })
})

test('checks all servers at once', async () => {
  let checks = 0
  const check = async () => {
    checks += 1
  }
  const counted = { title: 'one', check }
  const checking = checkAll(context(), [counted, hangs, counted], options)
  expect(checks).toBe(2)
  await expect(checking).rejects.toThrow('1 of 3')
})

test('has the reason "error" if servers fail for different reasons', async () => {
  expect(await failureOf(context(), [hangs, refuses, hangs], options)).toMatchObject({
    message: 'cannot connect to cache (3 of 3 servers).',
    code: 'error',
    cause: {
      message: 'three: no answer within 160 ms; two: no; three: no answer within 160 ms',
    },
  })
})

test('passes on a response that arrived while the event loop was blocked', async () => {
  const requests = new EventEmitter()
  const server = createServer((socket) => requests.once('respond', () => socket.write('fine')))
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await Promise.all([once(socket, 'connect'), once(server, 'connection')])
  const check = (signal: AbortSignal) => untilAborted(signal, once(socket, 'data'))
  // Blocks the event loop from the second half of the time limit until after its end. Node.js then
  // runs timers before it reads the response.
  const block = () => {
    requests.emit('respond')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
  }
  setTimeout(() => setImmediate(block), 1100)
  const result = checkAll({ ...context(), timeout: 2000 }, [{ title: 'one', check }], options)
  await expect(result).resolves.toBeUndefined()
})

test('omits the number for a single server', async () => {
  expect(await failureOf(context(), [refuses], options)).toMatchObject({
    message: 'cannot connect to cache.',
  })
})

test('keeps a message without a full stop, and uses `reasonOf` of the caller', async () => {
  const custom = { failure: 'no cache', noun: 'servers', reasonOf: () => 'auth' as const }
  expect(await failureOf(context(), [works, refuses], custom)).toMatchObject({
    message: 'no cache (1 of 2 servers)',
    code: 'auth',
  })
})

test('includes the cause of a public error', async () => {
  const error = new CheckError('invalid response', {
    code: 'invalid',
    cause: new Error('got 0 rows'),
  })
  const empty = { title: 'five', check: async () => Promise.reject(error) }
  expect(await failureOf(context(), [empty], options)).toMatchObject({
    code: 'invalid',
    cause: { message: 'five: invalid response: got 0 rows' },
  })
})

test('includes the code of an error without a message', async () => {
  const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
  const nameless = { title: 'four', check: async () => Promise.reject(error) }
  expect(await failureOf(context(), [nameless], options)).toMatchObject({
    code: 'refused',
    cause: { message: 'four: ECONNREFUSED' },
  })
})
