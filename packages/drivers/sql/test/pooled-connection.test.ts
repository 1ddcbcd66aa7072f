import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { queryPooledConnection } from '../src/index.ts'

/** A pool whose connections arrive on `arrive()`. It records what happens to them. */
function createPool(query: () => Promise<unknown>) {
  const events: string[] = []
  const waiting: (() => void)[] = []
  const failures: ((error: unknown) => void)[] = []
  const queryPool = queryPooledConnection(async () => {
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
  })
  return { events, failures, arrive: () => waiting.shift()?.(), queryPool }
}

const signal = new AbortController().signal

test('releases a connection whose query returned one row', async () => {
  const { events, arrive, queryPool } = createPool(async () => [{ 1: 1 }])
  const result = queryPool('SELECT 1;', signal)
  arrive()
  await result
  expect(events).toEqual(['waits', 'contained', 'not contained', 'released'])
})

test.each([
  ['failed', async () => Promise.reject(new Error('stale')), 'stale'],
  ['returned no row', async () => [], 'invalid response'],
])('discards a connection whose query %s', async (_, query, message) => {
  const { events, arrive, queryPool } = createPool(query)
  const result = queryPool('SELECT 1;', signal)
  arrive()
  await expect(result).rejects.toThrow(message)
  expect(events).toEqual(['waits', 'contained', 'discarded'])
})

test('discards an unresponsive connection when the signal aborts', async () => {
  const controller = new AbortController()
  const { events, arrive, queryPool } = createPool(() => new Promise(() => {}))
  const result = queryPool('SELECT 1;', controller.signal)
  arrive()
  await nextTurn()
  controller.abort(new Error('late'))
  await expect(result).rejects.toThrow('late')
  expect(events).toEqual(['waits', 'contained', 'discarded'])
})

test('rejects with the error that the client throws while it reads, and discards the connection', async () => {
  const { events, failures, arrive, queryPool } = createPool(() => new Promise(() => {}))
  const result = queryPool('SELECT 1;', signal)
  arrive()
  await nextTurn()
  failures[0]?.(new RangeError('a length that is none'))
  await expect(result).rejects.toThrow('a length that is none')
  expect(events).toEqual(['waits', 'contained', 'discarded'])
})

test('does not count an acquisition that throws as pending', async () => {
  const queryPool = queryPooledConnection(() => {
    throw new Error('no pool')
  })
  for (const _ of [1, 2]) await expect(queryPool('SELECT 1;', signal)).rejects.toThrow('no pool')
})

test('waits for one connection at a time, and releases a connection that arrives late', async () => {
  const controller = new AbortController()
  const { events, arrive, queryPool } = createPool(async () => [{ 1: 1 }])
  const first = queryPool('SELECT 1;', controller.signal)
  controller.abort(new Error('late'))
  await expect(first).rejects.toThrow('late')
  await expect(queryPool('SELECT 1;', signal)).rejects.toThrow('an earlier check is still waiting.')
  expect(events).toEqual(['waits'])
  arrive()
  await nextTurn()
  expect(events).toEqual(['waits', 'released'])
  const second = queryPool('SELECT 1;', signal)
  arrive()
  await second
})
