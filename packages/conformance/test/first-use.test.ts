import { expect, test } from 'vitest'
import { adapterConformance, driverConformance, serversConformance } from '../src/index.ts'

/** What became of every test of a registration: what it threw, or why it was skipped. */
async function outcomesOf(
  register: (test: (name: string, body: (context?: unknown) => Promise<void>) => void) => void,
  canSkip = true,
) {
  const bodies: ((context?: unknown) => Promise<void>)[] = []
  register((_, body) => bodies.push(body))
  const outcomes: string[] = []
  for (const body of bodies) {
    const skip = (reason: string) => outcomes.push(reason)
    await body(canSkip ? { skip } : undefined).catch((error: Error) => outcomes.push(error.message))
  }
  expect(outcomes).toHaveLength(bodies.length)
  return outcomes
}

const fails = () => Promise.reject(new Error('no client today'))
const server = { host: '127.0.0.1', port: 1 }

test.each([
  ['driver', (each) => driverConformance(each, fails)],
  ['driver of several servers', (each) => serversConformance(each, fails, server)],
  ['adapter', (each) => adapterConformance(each, fails)],
] as [string, Parameters<typeof outcomesOf>[0]][])(
  'a %s that does not open fails one test and skips the others',
  async (_, register) => {
    const [first, ...others] = await outcomesOf(register)
    expect(first).toBe('no client today')
    expect(others.length).toBeGreaterThan(10)
    expect(new Set(others)).toEqual(new Set(['skipped, because of no client today']))
  },
)

test('a check that its author has not written fails one test and skips the others', async () => {
  const check = () => Promise.reject(new Error('fill in: the bytes of the question'))
  const open = () => ({ checker: { name: 'db', check }, close: () => {} })
  const [first, ...others] = await outcomesOf((each) => driverConformance(each, open))
  expect(first).toContain('fill in: the bytes of the question')
  expect(new Set(others)).toEqual(
    new Set(['skipped, because of fill in: the bytes of the question']),
  )
})

test('a driver that opened once does not skip the tests after a failure', async () => {
  let count = 0
  const open = () => {
    count += 1
    if (count > 1) throw new Error(`no client ${count}`)
    return { checker: { name: 'db', check: fails }, close: () => {} }
  }
  const outcomes = await outcomesOf((each) => driverConformance(each, open))
  expect(outcomes.filter((each) => each.startsWith('skipped'))).toEqual([])
})

test('a runner that cannot skip a test which has begun gets the reason as a short error', async () => {
  const outcomes = await outcomesOf((each) => driverConformance(each, fails), false)
  expect(new Set(outcomes)).toEqual(
    new Set(['no client today', 'skipped, because of no client today']),
  )
})
