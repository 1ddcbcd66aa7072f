import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { borrowFrom } from '../src/index.ts'

/** A pool whose connections come when told to, of which it is written down what became of them. */
function createPool(query: () => Promise<unknown>) {
  const told: string[] = []
  const waiting: (() => void)[] = []
  const failures: ((error: unknown) => void)[] = []
  const borrow = borrowFrom(async () => {
    told.push('waits')
    await new Promise<void>((resolve) => waiting.push(resolve))
    return {
      contain(fail) {
        told.push('contained')
        failures.push(fail)
        return () => void told.push('as it was')
      },
      query,
      giveBack: () => void told.push('given back'),
      throwAway: () => void told.push('thrown away'),
    }
  })
  return { told, failures, arrive: () => waiting.shift()?.(), borrow }
}

const signal = new AbortController().signal

test('gives back what answered with one row', async () => {
  const { told, arrive, borrow } = createPool(async () => [{ 1: 1 }])
  const borrowed = borrow('SELECT 1;', signal)
  arrive()
  await borrowed
  expect(told).toEqual(['waits', 'contained', 'as it was', 'given back'])
})

test.each([
  ['failed', async () => Promise.reject(new Error('stale')), 'stale'],
  ['gave no row', async () => [], 'invalid response'],
])('throws away what %s', async (_, query, message) => {
  const { told, arrive, borrow } = createPool(query)
  const borrowed = borrow('SELECT 1;', signal)
  arrive()
  await expect(borrowed).rejects.toThrow(message)
  expect(told).toEqual(['waits', 'contained', 'thrown away'])
})

test('throws away what is silent when its time is over', async () => {
  const controller = new AbortController()
  const { told, arrive, borrow } = createPool(() => new Promise(() => {}))
  const borrowed = borrow('SELECT 1;', controller.signal)
  arrive()
  await nextTurn()
  controller.abort(new Error('late'))
  await expect(borrowed).rejects.toThrow('late')
  expect(told).toEqual(['waits', 'contained', 'thrown away'])
})

test('fails with what the client throws while it reads, and throws the connection away', async () => {
  const { told, failures, arrive, borrow } = createPool(() => new Promise(() => {}))
  const borrowed = borrow('SELECT 1;', signal)
  arrive()
  await nextTurn()
  failures[0]?.(new RangeError('a length that is none'))
  await expect(borrowed).rejects.toThrow('a length that is none')
  expect(told).toEqual(['waits', 'contained', 'thrown away'])
})

test('waits for none that was not even asked for', async () => {
  const borrow = borrowFrom(() => {
    throw new Error('no pool')
  })
  for (const _ of [1, 2]) await expect(borrow('SELECT 1;', signal)).rejects.toThrow('no pool')
})

test('waits for one only, and gives it back when it comes too late', async () => {
  const controller = new AbortController()
  const { told, arrive, borrow } = createPool(async () => [{ 1: 1 }])
  const first = borrow('SELECT 1;', controller.signal)
  controller.abort(new Error('late'))
  await expect(first).rejects.toThrow('late')
  await expect(borrow('SELECT 1;', signal)).rejects.toThrow('an earlier check still waits.')
  expect(told).toEqual(['waits'])
  arrive()
  await nextTurn()
  expect(told).toEqual(['waits', 'given back'])
  const second = borrow('SELECT 1;', signal)
  arrive()
  await second
})
