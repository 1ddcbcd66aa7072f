import type { CheckContext, Checker } from '@readyz/core'
import { afterAll, expect, test } from 'vitest'
import { type Address, serversConformance } from '../../src/index.ts'
import { leftovers } from './bad-drivers/leaks.ts'
import { askOwn, raw } from './good-drivers.ts'
import { openWith } from './open-with.ts'
import { broken, verdict } from './run-single-rule.ts'
import { startToy } from './toy/start.ts'

const server = await startToy()
afterAll(() => server.close())

class Impatient implements Checker {
  readonly name = 'toy'
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

const listeners = ['uncaughtException', 'unhandledRejection', 'warning'] as const

test('reports the reason there is nothing to play on', async () => {
  const open = () => Promise.reject(new Error('no client today'))
  expect(await verdict('the connection is refused', open)).toHaveProperty(
    'message',
    'no client today',
  )
})

test('takes a checker of a class, with settings that would hide how it fails', async () => {
  const open = async (address: Address) => {
    const { checker, ...subject } = await openWith(raw, server)(address)
    return { ...subject, checker: new Impatient(checker) }
  }
  expect(await verdict('a healthy server passes, each time', open, server)).toBeUndefined()
  expect(await verdict('the password is wrong', open, server)).toBeUndefined()
  expect(await verdict('the server accepts and stays silent', open)).toBeUndefined()
})

test('plays one rule at a time, also for a runner that starts them all at once', async () => {
  const steps: string[] = []
  const open = async (address: Address) => {
    const subject = await openWith(raw)(address)
    steps.push('open')
    return { ...subject, close: () => steps.push('close') }
  }
  const titles = [
    'the connection is refused',
    'the server sends bytes of no protocol',
    'the server closes the connection at once',
  ]
  const verdicts = await Promise.all(titles.map((title) => verdict(title, open)))
  expect(verdicts).toEqual([undefined, undefined, undefined])
  expect(steps).toEqual(['open', 'close', 'open', 'close', 'open', 'close'])
})

test('does not wait for ever for a client to be closed', async () => {
  const open = async (address: Address) => ({
    ...(await openWith(raw)(address)),
    close: () => new Promise(() => {}),
  })
  expect(await verdict('the connection is refused', open)).toHaveProperty(
    'message',
    expect.stringMatching(
      /^allows its client to close: expected an end of close\(\) within 5000 ms, saw none\nlogged: /,
    ),
  )
})

test('gives the runner back what it listens to', async () => {
  const before = listeners.map((event) => process.rawListeners(event))
  const { title = '', driver = raw } = leftovers['does not hear the errors of its connection'] ?? {}
  expect(broken(await verdict(title, openWith(driver)))).toEqual(['does not end the process'])
  await verdict('the connection is refused', () => Promise.reject(new Error('no client today')))
  expect(listeners.map((event) => process.rawListeners(event))).toEqual(before)
})

/** What the test of a title says of a client of three servers. */
async function verdictOfSeveral(
  ask: (ports: readonly number[], context: { signal: AbortSignal }) => Promise<unknown>,
  rule = 'one of three servers: the connection is refused',
) {
  const bodies: (() => Promise<void>)[] = []
  serversConformance(
    (title, body) => title === rule && bodies.push(body),
    (addresses) => ({
      checker: {
        name: 'toys',
        failure: 'cannot connect.',
        check: (context) =>
          ask(
            addresses.map(({ port }) => port),
            context,
          ),
      },
      close() {},
    }),
    server,
  )
  return bodies[0]?.().catch((error: unknown) => error)
}

test('a client of several servers has to ask them all, and to say which did not answer', async () => {
  const own = (port: number, { signal }: { signal: AbortSignal }) => {
    const { host, user, password, database } = server
    return askOwn({ host, port, user, password, database }, signal)
  }
  const asksAll = (ports: readonly number[], context: { signal: AbortSignal }) =>
    Promise.all(ports.map((port) => own(port, context)))
  expect(await verdictOfSeveral(asksAll)).toBeUndefined()

  const asksInTurn = async (ports: readonly number[], context: { signal: AbortSignal }) => {
    for (const port of ports) await own(port, context)
  }
  expect(await verdictOfSeveral(asksInTurn)).toHaveProperty(
    'message',
    expect.stringContaining('checks every server: expected three that are asked, saw fewer\n'),
  )

  const hidesWhich = async (ports: readonly number[], context: { signal: AbortSignal }) => {
    await asksAll(ports, context).catch(() => {
      throw Object.assign(new Error('one of them'), { code: 'ECONNREFUSED' })
    })
  }
  expect(await verdictOfSeveral(hidesWhich)).toHaveProperty(
    'message',
    expect.stringMatching(
      /^logs which server failed: expected a line that names port \d+, saw readyz: /,
    ),
  )

  // Each of its sockets listens to the signal.
  const addsListeners = await verdictOfSeveral(
    asksAll,
    'fifty silent servers time out within the time limit of one',
  )
  expect(broken(addsListeners)).toEqual(['removes every listener'])
})
