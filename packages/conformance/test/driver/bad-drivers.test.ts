import { AssertionError } from 'node:assert/strict'
import { afterAll, describe, expect, test } from 'vitest'
import { ruleNames } from '../../src/driver/rule-names.ts'
import type { BadDriver } from './bad-drivers/bad-driver.ts'
import { badDrivers } from './bad-drivers/index.ts'
import { startLineServer } from './line-protocol/start-server.ts'
import { openDriver } from './open-driver.ts'
import { brokenRules, errorOfRule } from './run-rule-by-title.ts'

const server = await startLineServer()
afterAll(() => server.close())

const errors = new Map<string, Promise<unknown>>()

/** Returns the error of the rule that the driver breaks. Runs the rule once for each driver. */
function errorOf(
  name: string,
  { title, driver, ignoresPoolErrors = false }: BadDriver,
): Promise<unknown> {
  const open = openDriver(driver, server, { ignoresPoolErrors })
  const error = errors.get(name) ?? errorOfRule(title, open, server)
  errors.set(name, error)
  return error
}

describe('the rules reject a driver', () => {
  test.each(Object.entries(badDrivers))('that %s', async (name, badDriver) => {
    const error = await errorOf(name, badDriver)
    expect(error).toBeInstanceOf(AssertionError)
    expect(brokenRules(error)).toEqual([...badDriver.breaks])
  })
})

test('the tests contain a bad driver for every rule', () => {
  const broken = Object.values(badDrivers).flatMap(({ breaks }) => breaks)
  // Tested in driver-conformance.test.ts.
  const testedElsewhere = [
    'checks every server',
    'logs which server failed',
    'allows its client to close',
  ]
  expect(new Set([...broken, ...testedElsewhere])).toEqual(new Set(ruleNames))
})

const logged = 'logged: readyz: readiness: db fails'

test.each([
  ['passes on an error response', ['fails: expected fail, got pass']],
  [
    'waits in the queue of the pool',
    [
      'passes: expected pass, got fail (timeout)',
      'does not queue in the pool: expected no waiting caller, got 1 waiting',
      `${logged} (timeout): cannot connect to the test server. Cause: ETIMEDOUT no response`,
    ],
  ],
  [
    'does not release a pool connection that does not respond',
    [
      'releases every pool connection: expected no connection in use and no waiting caller, got 1 in use, 0 waiting',
      `${logged} (timeout): cannot connect to the test server. Cause: no answer within 400 ms.`,
    ],
  ],
  [
    'does not clear its timer',
    [
      'clears every timer: expected no active timer, got 12 after 12 checks',
      'closes every resource: expected nothing, got N Timeout',
      `${logged} (refused): cannot connect to the test server. Cause: connect ECONNREFUSED 127.0.0.1:N`,
    ],
  ],
  [
    'leaves its connection open after an error of the server',
    [
      'closes every resource: expected no connection, got open to 127.0.0.1:N',
      `${logged} (error): cannot connect to the test server. Cause: FULL there are too many clients`,
    ],
  ],
  [
    'does not handle the rejection of a promise',
    [
      'does not end the process: expected no uncaught error, got unhandled rejection: connect ECONNREFUSED 127.0.0.1:N; ' +
        'unhandled rejection: connect ECONNREFUSED 127.0.0.1:N',
      `${logged} (refused): cannot connect to the test server. Cause: connect ECONNREFUSED 127.0.0.1:N`,
    ],
  ],
])(
  'the failure message of a driver that %s contains expected and actual values and the logged cause',
  async (name, lines) => {
    const badDriver = badDrivers[name]
    const { message } = Object(badDriver && (await errorOf(name, badDriver)))
    // Ports differ in each run, and so does the number of timers of the test runner.
    const normalized = String(message).replaceAll(/\d{5,}|\d+(?= Timeout)/g, 'N')
    expect(normalized.split('\n')).toEqual(lines)
  },
)
