import type { CheckContext, Checker } from '@readyz/core'
import { afterAll, expect, test } from 'vitest'
import { type Address, serversConformance } from '../../src/index.ts'
import { refusedConnection, silentServer, wrongPassword } from './bad-drivers/titles.ts'
import { crashingDrivers } from './bad-drivers/uncaught-errors.ts'
import { pingDedicated, rawSocketDriver } from './good-drivers.ts'
import { startLineServer } from './line-protocol/start-server.ts'
import { openDriver } from './open-driver.ts'
import { brokenRules, errorOfRule } from './run-rule-by-title.ts'

const server = await startLineServer()
afterAll(() => server.close())

class CheckerWithShortTimeout implements Checker {
  readonly name = 'db'
  readonly timeout = 1
  readonly optional = true
  readonly maxAge = 60_000
  readonly #inner: Checker

  constructor(inner: Checker) {
    this.#inner = inner
  }

  check(context: CheckContext): unknown {
    return this.#inner.check(context)
  }
}

const processEvents = ['uncaughtException', 'unhandledRejection', 'warning'] as const
const failingOpen = () => Promise.reject(new Error('open has failed'))

test('a rule rejects with the error of open', async () => {
  const error = await errorOfRule(refusedConnection, failingOpen)
  expect(error).toHaveProperty('message', 'open has failed')
})

test('the rules ignore timeout, optional and maxAge of the checker, and call check as a method', async () => {
  const open = async (address: Address) => {
    const { checker, ...driver } = await openDriver(rawSocketDriver, server)(address)
    return { ...driver, checker: new CheckerWithShortTimeout(checker) }
  }
  const healthyServer = 'every check of a healthy server passes'
  expect(await errorOfRule(healthyServer, open, server)).toBeUndefined()
  expect(await errorOfRule(wrongPassword, open, server)).toBeUndefined()
  expect(await errorOfRule(silentServer, open)).toBeUndefined()
})

test('rules run one after another, also if the runner starts them simultaneously', async () => {
  const steps: string[] = []
  const open = async (address: Address) => {
    const driver = await openDriver(rawSocketDriver)(address)
    steps.push('open')
    return { ...driver, close: () => steps.push('close') }
  }
  const titles = [
    refusedConnection,
    'a check fails if the server sends bytes of an unknown protocol',
    'a check fails if the server closes the connection at once',
  ]
  const errors = await Promise.all(titles.map((title) => errorOfRule(title, open)))
  expect(errors).toEqual([undefined, undefined, undefined])
  expect(steps).toEqual(['open', 'close', 'open', 'close', 'open', 'close'])
})

test('a rule fails if close does not end within 5 s', async () => {
  const open = async (address: Address) => ({
    ...(await openDriver(rawSocketDriver)(address)),
    close: () => new Promise(() => {}),
  })
  expect(await errorOfRule(refusedConnection, open)).toHaveProperty(
    'message',
    expect.stringMatching(
      /^allows its client to close: expected an end of close\(\) within 5000 ms, got none\nlogged: /,
    ),
  )
})

test("a rule restores the runner's process listeners after uncaught errors and failures", async () => {
  const before = processEvents.map((event) => process.rawListeners(event))
  const { title = '', driver = rawSocketDriver } =
    crashingDrivers['adds no error listener to its socket'] ?? {}
  const error = await errorOfRule(title, openDriver(driver))
  expect(brokenRules(error)).toEqual(['does not end the process'])
  await errorOfRule(refusedConnection, failingOpen)
  expect(processEvents.map((event) => process.rawListeners(event))).toEqual(before)
})

type MultiServerCheck = (
  ports: readonly number[],
  context: Pick<CheckContext, 'signal'>,
) => Promise<unknown>

/** Runs one rule of serversConformance. Returns its error, or undefined if it passes. */
async function errorOfServersRule(
  check: MultiServerCheck,
  rule = `fault on one of three servers: ${refusedConnection}`,
) {
  const bodies: (() => Promise<void>)[] = []
  serversConformance(
    (title, body) => title === rule && bodies.push(body),
    (addresses) => ({
      checker: {
        name: 'servers',
        failure: 'cannot connect.',
        check: (context) =>
          check(
            addresses.map(({ port }) => port),
            context,
          ),
      },
      close() {},
    }),
    server,
  )
  const [body] = bodies
  if (body === undefined) throw new TypeError(`there is no test "${rule}"`)
  return body().catch((error: unknown) => error)
}

const ping = (port: number, { signal }: Pick<CheckContext, 'signal'>) => {
  const { host, user, password, database } = server
  return pingDedicated({ host, port, user, password, database }, signal)
}
const pingAll: MultiServerCheck = (ports, context) =>
  Promise.all(ports.map((port) => ping(port, context)))

test('serversConformance passes a driver that checks all servers', async () => {
  expect(await errorOfServersRule(pingAll)).toBeUndefined()
})

test('serversConformance rejects a driver that stops at the first failed server', async () => {
  const pingInTurn: MultiServerCheck = async (ports, context) => {
    for (const port of ports) await ping(port, context)
  }
  expect(await errorOfServersRule(pingInTurn)).toHaveProperty(
    'message',
    expect.stringContaining(
      'checks every server: expected connections to three servers, got fewer\n',
    ),
  )
})

test('serversConformance rejects a driver that does not log which server failed', async () => {
  const hideFailedServer: MultiServerCheck = async (ports, context) => {
    await pingAll(ports, context).catch(() => {
      throw Object.assign(new Error('a server failed'), { code: 'ECONNREFUSED' })
    })
  }
  expect(await errorOfServersRule(hideFailedServer)).toHaveProperty(
    'message',
    expect.stringMatching(
      /^logs which server failed: expected a line that contains port \d+, got readyz: /,
    ),
  )
})

test('serversConformance rejects a driver that adds a listener to the signal for each of fifty servers', async () => {
  const error = await errorOfServersRule(
    pingAll,
    'a check of fifty silent servers fails with "timeout" within the time limit of one',
  )
  expect(brokenRules(error)).toEqual(['removes every listener'])
})
