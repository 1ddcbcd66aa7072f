import { AssertionError } from 'node:assert/strict'
import { afterAll, describe, expect, test } from 'vitest'
import { ruleNames } from '../../src/driver/rule-names.ts'
import type { Bad, BadDrivers } from './bad-drivers/bad-driver.ts'
import { leftovers } from './bad-drivers/leaks.ts'
import { telling } from './bad-drivers/messages.ts'
import { pools } from './bad-drivers/pools.ts'
import { verdicts } from './bad-drivers/results.ts'
import { openWith } from './open-with.ts'
import { broken, verdict } from './run-single-rule.ts'
import { startToy } from './toy/start.ts'

const server = await startToy()
afterAll(() => server.close())

const bad: BadDrivers = { ...verdicts, ...telling, ...leftovers, ...pools }

const played = new Map<string, Promise<unknown>>()

/** What the test that is meant says of a bad driver. */
function verdictOn(name: string, { title, driver, isCareless = false }: Bad): Promise<unknown> {
  const known = played.get(name) ?? verdict(title, openWith(driver, server, { isCareless }), server)
  played.set(name, known)
  return known
}

describe('a bad driver is refused by the rule that it breaks, and by no other', () => {
  test.each(Object.entries(bad))('one that %s', async (name, driver) => {
    const error = await verdictOn(name, driver)
    expect(error).toBeInstanceOf(AssertionError)
    expect(broken(error)).toEqual([...driver.breaks])
  })
})

test('there is a bad driver for every rule', () => {
  const met = Object.values(bad).flatMap(({ breaks }) => breaks)
  const ofSeveral = [
    'checks every server',
    'logs which server failed',
    'allows its client to close',
  ]
  expect(new Set([...met, ...ofSeveral])).toEqual(new Set(ruleNames))
})

test.each([
  ['takes an error for an answer', ['fails: expected fail, saw pass']],
  [
    'waits in the queue of the pool',
    [
      'passes: expected pass, saw fail (timeout)',
      'does not queue in the pool: expected nobody who waits, saw 1',
      'logged: readyz: readiness: toy fails (timeout): cannot connect to the toy. Cause: ETIMEDOUT no answer',
    ],
  ],
  [
    'keeps what it borrowed when it does not answer',
    [
      'releases every pool connection: expected none in use, and nobody who waits, saw 1 in use, 0 who wait',
      'logged: readyz: readiness: toy fails (timeout): cannot connect to the toy. Cause: no answer within 400 ms.',
    ],
  ],
  [
    'leaves the timer of its race',
    [
      'clears every timer: expected none that runs on, saw 12 after 12 checks',
      'closes every resource: expected nothing, saw N Timeout',
      'logged: readyz: readiness: toy fails (refused): cannot connect to the toy. Cause: connect ECONNREFUSED 127.0.0.1:N',
    ],
  ],
  [
    'forgets its connection when the server complains',
    [
      'closes every resource: expected no connection, saw open to 127.0.0.1:N',
      'logged: readyz: readiness: toy fails (error): cannot connect to the toy. Cause: FULL there are too many clients',
    ],
  ],
  [
    'leaves a promise to itself when it has lost the race',
    [
      'does not end the process: expected no uncaught error, saw unhandled rejection: connect ECONNREFUSED 127.0.0.1:N; ' +
        'unhandled rejection: connect ECONNREFUSED 127.0.0.1:N',
      'logged: readyz: readiness: toy fails (refused): cannot connect to the toy. Cause: connect ECONNREFUSED 127.0.0.1:N',
    ],
  ],
])(
  'says of one that %s what it expected, what it saw, what is left, and why',
  async (name, lines) => {
    const driver = bad[name]
    const { message } = Object(driver && (await verdictOn(name, driver)))
    // Ports differ each time, and so do the timers of the runner.
    const told = String(message).replaceAll(/\d{5,}|\d+(?= Timeout)/g, 'N')
    expect(told.split('\n')).toEqual(lines)
  },
)
