import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { queryPooledConnection, type SqlConnection } from '../src/index.ts'

const passwords = () => ['s3cret']

/** A pool that provides a connection on `provide()`. It records what happens to its connections. */
function createPool(query: () => Promise<unknown>) {
  const events: string[] = []
  const waiting: (() => void)[] = []
  const failures: ((error: unknown) => void)[] = []
  const connect = async (): Promise<SqlConnection> => {
    events.push('waits')
    await new Promise<void>((resolve) => waiting.push(resolve))
    return {
      contain(fail) {
        events.push('contained')
        failures.push(fail)
        return () => void events.push('not contained')
      },
      query,
      release: () => void events.push('released'),
      discard: () => void events.push('discarded'),
    }
  }
  const queryPool = queryPooledConnection(connect, passwords)
  return { events, failures, provide: () => waiting.shift()?.(), queryPool }
}

const signal = new AbortController().signal

test('releases a connection whose query returned one row', async () => {
  const { events, provide, queryPool } = createPool(async () => [{ 1: 1 }])
  const result = queryPool('SELECT 1;', signal)
  provide()
  await result
  expect(events).toEqual(['waits', 'contained', 'not contained', 'released'])
})

test.each([
  ['failed', async () => Promise.reject(new Error('stale')), 'stale'],
  ['returned no row', async () => [], 'invalid response'],
])('discards a connection whose query %s', async (_, query, message) => {
  const { events, provide, queryPool } = createPool(query)
  const result = queryPool('SELECT 1;', signal)
  provide()
  await expect(result).rejects.toThrow(message)
  expect(events).toEqual(['waits', 'contained', 'discarded'])
})

test('rejects with an error that does not contain the password', async () => {
  const { provide, queryPool } = createPool(async () => Promise.reject(new Error('got s3cret')))
  const result = queryPool('SELECT 1;', signal)
  provide()
  await expect(result).rejects.toThrow('got ***')
})

test('discards an unresponsive connection when the signal aborts', async () => {
  const controller = new AbortController()
  const { events, provide, queryPool } = createPool(() => new Promise(() => {}))
  const result = queryPool('SELECT 1;', controller.signal)
  provide()
  await nextTurn()
  controller.abort(new Error('late'))
  await expect(result).rejects.toThrow('late')
  expect(events).toEqual(['waits', 'contained', 'discarded'])
})

test('discards a connection on which the client throws while it reads', async () => {
  const { events, failures, provide, queryPool } = createPool(() => new Promise(() => {}))
  const result = queryPool('SELECT 1;', signal)
  provide()
  await nextTurn()
  failures[0]?.(new RangeError('invalid length'))
  await expect(result).rejects.toThrow('invalid length')
  expect(events).toEqual(['waits', 'contained', 'discarded'])
})

test('does not count an acquisition that throws as pending', async () => {
  const connect = () => {
    throw new Error('no pool')
  }
  const queryPool = queryPooledConnection(connect, passwords)
  for (const _ of [1, 2]) await expect(queryPool('SELECT 1;', signal)).rejects.toThrow('no pool')
})

test('waits for one connection at a time, and releases one that arrives late', async () => {
  const controller = new AbortController()
  const { events, provide, queryPool } = createPool(async () => [{ 1: 1 }])
  const first = queryPool('SELECT 1;', controller.signal)
  controller.abort(new Error('late'))
  await expect(first).rejects.toThrow('late')
  await expect(queryPool('SELECT 1;', signal)).rejects.toThrow('an earlier check is still waiting.')
  expect(events).toEqual(['waits'])
  provide()
  await nextTurn()
  expect(events).toEqual(['waits', 'released'])
  const second = queryPool('SELECT 1;', signal)
  provide()
  await second
})
