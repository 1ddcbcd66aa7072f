import { expect, test } from 'vitest'
import { adapterConformance, driverConformance, serversConformance } from '../src/index.ts'

/** Runs all registered tests. Returns the error or the skip reason of each. */
async function outcomesOf(
  register: (test: (title: string, body: (context?: unknown) => Promise<void>) => void) => void,
  canSkip = true,
) {
  const bodies: ((context?: unknown) => Promise<void>)[] = []
  register((_title, body) => bodies.push(body))
  const outcomes: string[] = []
  for (const body of bodies) {
    const skip = (reason: string) => outcomes.push(reason)
    await body(canSkip ? { skip } : undefined).catch((error: Error) => outcomes.push(error.message))
  }
  expect(outcomes).toHaveLength(bodies.length)
  return outcomes
}

const failingOpen = () => Promise.reject(new Error('open has failed'))
const server = { host: '127.0.0.1', port: 1 }

test.each([
  ['driver', (each) => driverConformance(each, failingOpen)],
  ['driver for several servers', (each) => serversConformance(each, failingOpen, server)],
  ['adapter', (each) => adapterConformance(each, failingOpen)],
] as [string, Parameters<typeof outcomesOf>[0]][])(
  'a %s that does not open fails one test and skips the others',
  async (_, register) => {
    const [first, ...others] = await outcomesOf(register)
    expect(first).toBe('open has failed')
    expect(others.length).toBeGreaterThan(10)
    expect(new Set(others)).toEqual(new Set(['skipped, because of open has failed']))
  },
)

test('a generated check that is not written yet fails one test and skips the others', async () => {
  const check = () => Promise.reject(new Error('fill in: the bytes of the request'))
  const open = () => ({ checker: { name: 'db', check }, close: () => {} })
  const [first, ...others] = await outcomesOf((each) => driverConformance(each, open))
  expect(first).toContain('fill in: the bytes of the request')
  expect(new Set(others)).toEqual(
    new Set(['skipped, because of fill in: the bytes of the request']),
  )
})

test('if open has succeeded once, a later failure skips no test', async () => {
  let count = 0
  const open = () => {
    count += 1
    if (count > 1) throw new Error(`open has failed in call ${count}`)
    return { checker: { name: 'db', check: failingOpen }, close: () => {} }
  }
  const outcomes = await outcomesOf((each) => driverConformance(each, open))
  expect(outcomes.filter((each) => each.startsWith('skipped'))).toEqual([])
})

test('if the runner cannot skip a running test, the test fails with the reason', async () => {
  const outcomes = await outcomesOf((each) => driverConformance(each, failingOpen), false)
  expect(new Set(outcomes)).toEqual(
    new Set(['open has failed', 'skipped, because of open has failed']),
  )
})
