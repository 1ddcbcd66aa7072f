import { CheckError } from '@readyz/core'
import { expect, test } from 'vitest'
import { secretsInUrl } from '../src/redact/known-secrets.ts'
import { createRedactor } from '../src/redact/redactor.ts'
import type { DependencyState } from '../src/wait/progress.ts'
import { waitForAll } from '../src/wait/wait-for-all.ts'

/** Waits for one dependency, and gives its states. */
async function statesOf(check: (count: number) => unknown, timeout: number, url = 'http://host') {
  const states: DependencyState[] = []
  let count = 0
  const checker = { name: 'it', check: () => check(++count) }
  const it = { title: 'it', redact: createRedactor(secretsInUrl(url)), checker }
  const last = await waitForAll([it], timeout, (_, state) => states.push(state))
  expect(states.at(-1)).toBe(last[0])
  return { states, count }
}

test('a client that tells the password is not passed on', async () => {
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

test('a problem is told when it is another one', async () => {
  const check = (count: number) => {
    if (count < 4) throw new CheckError(count < 3 ? 'it starts.' : 'it loads.')
  }
  const { states } = await statesOf(check, 60_000)
  expect(states.map(({ problem, status }) => problem ?? status)).toEqual([
    'it starts.',
    'it loads.',
    'passed',
  ])
})

test('pauses grow, and the time is kept', async () => {
  const started = performance.now()
  const { count } = await statesOf(() => false, 5000)
  const took = performance.now() - started
  expect(took).toBeGreaterThanOrEqual(4999)
  expect(count).toBeGreaterThan(3)
  expect(count).toBeLessThan(12)
})

test('those that were asked together do not stay together', async () => {
  const asked: number[] = []
  const dependencies = Array.from({ length: 20 }, () => {
    let count = 0
    const check = () => {
      count += 1
      if (count === 6) asked.push(performance.now())
      return count === 6
    }
    return { title: 'it', redact: (text: string) => text, checker: { name: 'it', check } }
  })
  await waitForAll(dependencies, 60_000, () => {})
  expect(asked).toHaveLength(20)
  expect(Math.max(...asked) - Math.min(...asked)).toBeGreaterThan(50)
})

test('a last attempt that has no time for an answer does not hide the problem there was', async () => {
  const check = (count: number) => {
    if (count < 3) throw new CheckError('it starts.')
    return new Promise(() => {})
  }
  const { states } = await statesOf(check, 1000)
  expect(states.at(-1)).toEqual({ title: 'it', status: 'missing', problem: 'it starts.' })
})

test('with no time for a single answer, that is the problem', async () => {
  const { states } = await statesOf(() => new Promise(() => {}), 1000)
  expect(states.at(-1)?.problem).toMatch(/^timeout: no answer within (1000|\d{1,3}) ms\.$/)
})
