import { CheckError } from '@readyz/core'
import { expect, test } from 'vitest'
import { secretsInUrl } from '../src/redact/known-secrets.ts'
import { createRedactor } from '../src/redact/redactor.ts'
import type { DependencyState } from '../src/wait/progress.ts'
import { waitForAll } from '../src/wait/wait-for-all.ts'

/** Waits for one dependency. Returns its states and the number of checks. */
async function statesOf(check: (count: number) => unknown, timeout: number, url = 'http://host') {
  const states: DependencyState[] = []
  let count = 0
  const checker = { name: 'it', check: () => check(++count) }
  const it = { title: 'it', redact: createRedactor(secretsInUrl(url)), checker }
  const last = await waitForAll([it], timeout, (_, state) => states.push(state))
  expect(states.at(-1)).toBe(last[0])
  return { states, count }
}

test('waitForAll removes passwords from the message of a client', async () => {
  const check = () => {
    throw new Error('no "p@ss", no "p%40ss" and no "other"')
  }
  const url = 'postgres://app:p%40ss@host/app?password=other'
  const { states } = await statesOf(check, 2000, url)
  const problem = 'no "***", no "***" and no "***"'
  expect(states).toEqual([
    { title: 'it', status: 'waiting', problem },
    { title: 'it', status: 'missing', problem },
  ])
})

test('waitForAll reports a problem only when it changes', async () => {
  const check = (count: number) => {
    if (count < 4) throw new CheckError(count < 3 ? 'starting up.' : 'loading data.')
  }
  const { states } = await statesOf(check, 60_000)
  expect(states.map(({ problem, status }) => problem ?? status)).toEqual([
    'starting up.',
    'loading data.',
    'passed',
  ])
})

test('waitForAll checks at increasing intervals until the time limit', async () => {
  const started = performance.now()
  const { count } = await statesOf(() => false, 5000)
  const took = performance.now() - started
  expect(took).toBeGreaterThanOrEqual(4999)
  expect(count).toBeGreaterThan(3)
  expect(count).toBeLessThan(12)
})

test('waitForAll checks dependencies that start together at different times', async () => {
  const times: number[] = []
  const dependencies = Array.from({ length: 20 }, () => {
    let count = 0
    const check = () => {
      count += 1
      if (count === 6) times.push(performance.now())
      return count === 6
    }
    return { title: 'it', redact: (text: string) => text, checker: { name: 'it', check } }
  })
  await waitForAll(dependencies, 60_000, () => {})
  expect(times).toHaveLength(20)
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(50)
})

test('waitForAll reports the earlier problem if the last check is still running at the time limit', async () => {
  const check = (count: number) => {
    if (count < 3) throw new CheckError('starting up.')
    return new Promise(() => {})
  }
  const { states } = await statesOf(check, 1000)
  expect(states.at(-1)).toEqual({ title: 'it', status: 'missing', problem: 'starting up.' })
})

test('waitForAll reports a timeout if no check has ended within the time limit', async () => {
  const { states } = await statesOf(() => new Promise(() => {}), 1000)
  expect(states.at(-1)?.problem).toMatch(/^timeout: no answer within (1000|\d{1,3}) ms\.$/)
})
