import { EventEmitter, getEventListeners, once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Address, blackhole, refused, silent } from '@readyz/conformance'
import { createProbes } from '@readyz/core'
import { leaksSince, resources, waitUntil } from '@readyz/harness'
import { type Memcached, startMemcached } from '@readyz/servers'
import { Client, Server } from 'memjs'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { memjsChecker } from '../src/index.ts'
import { startScriptedServer } from './binary-server.ts'
import { brief, generous, noAnswer } from './harness.ts'

let server: Memcached
beforeAll(async () => {
  server = await startMemcached()
})
afterAll(() => server.close())

const context = { signal: new AbortController().signal, timeout: generous }
const clientOf = (...addresses: readonly Address[]) =>
  new Client(addresses.map(({ host, port }) => new Server(host, port)))

describe('a list of servers', () => {
  test('is checked entry by entry, also if two entries are equal', async () => {
    const [unresponsive, closedPort] = [await silent(), await refused()]
    onTestFinished(() => unresponsive.close())
    const checker = memjsChecker(clientOf(unresponsive, unresponsive, closedPort))
    await expect(checker.check({ ...context, timeout: brief })).rejects.toMatchObject({
      message: 'cannot connect to cache (3 of 3 servers).',
      code: 'error',
      cause: { message: expect.stringMatching(/^servers\[0\].*; servers\[1\].*; servers\[2\]/) },
    })
    expect(unresponsive.accepted).toBe(2)
  })

  test('is read on every check', async () => {
    const client = clientOf(server)
    const checker = memjsChecker(client)
    await checker.check(context)
    Object.assign(client, { servers: clientOf(await refused()).servers })
    await expect(checker.check(context)).rejects.toThrow('cannot connect to cache.')
    Object.assign(client, { servers: [] })
    await expect(checker.check(context)).rejects.toThrow('needs a Client that has servers')
  })

  test.each([
    ['no sessions.', 'no sessions (1 of 2 servers).'],
    ['no sessions', 'no sessions (1 of 2 servers)'],
  ])('with one failed server has the number in its message: %s', async (failure, message) => {
    const checker = memjsChecker(clientOf(await refused(), server), { failure })
    await expect(checker.check(context)).rejects.toMatchObject({ message })
  })

  test('may contain an invalid port', async () => {
    const checker = memjsChecker(clientOf({ host: '127.0.0.1', port: 70_000 }))
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'error',
      cause: { message: expect.stringMatching(/^servers\[0\] 127\.0\.0\.1:70000: .*port/i) },
    })
  })
})

describe('a check that', () => {
  /** Runs one check. Returns its error and the number of remaining listeners. Throws on a leak. */
  async function endCheck(address: Address, { signal }: AbortController) {
    const before = resources()
    // The time limit exceeds that of the test, so a check that waits for it, or leaves a timer,
    // fails the test.
    const checking = memjsChecker(clientOf(address)).check({ signal, timeout: 100_000 })
    const ended = await (checking as Promise<void>).catch((error: unknown) => error)
    const listeners = getEventListeners(signal, 'abort').length
    await waitUntil(
      () => leaksSince(before) === '',
      () => `still open: ${leaksSince(before)}`,
    )
    return { ended, listeners }
  }
  const timeout = { code: 'timeout', message: 'cannot connect to cache.' }
  const nothingLeft = { ended: expect.objectContaining(timeout), listeners: 0 }

  test('is aborted before it begins leaves no socket and no timer', async () => {
    const controller = new AbortController()
    controller.abort()
    expect(await endCheck(await refused(), controller)).toEqual(nothingLeft)
  })

  test('ends while connecting leaves no socket and no timer', async () => {
    const blackholeAddress = await blackhole()
    onTestFinished(blackholeAddress.release)
    const controller = new AbortController()
    void nextTurn().then(() => controller.abort())
    expect(await endCheck(blackholeAddress, controller)).toEqual(nothingLeft)
  })

  test('ends before the response leaves no socket and no timer', async () => {
    const arrival = new EventEmitter()
    const unresponsive = await startScriptedServer(() => arrival.emit('request'))
    onTestFinished(() => unresponsive.close())
    const controller = new AbortController()
    void once(arrival, 'request').then(() => controller.abort())
    expect(await endCheck(unresponsive, controller)).toEqual(nothingLeft)
  })

  test('passes leaves no socket', async () => {
    const ended = await endCheck(server, new AbortController())
    expect(ended).toEqual({ ended: undefined, listeners: 0 })
  })

  test('passes leaves no timer', async () => {
    // The number of timers is not compared, because the test runner also starts and clears timers.
    const [started, cleared] = [
      vi.spyOn(globalThis, 'setTimeout'),
      vi.spyOn(globalThis, 'clearTimeout'),
    ]
    onTestFinished(() => void vi.restoreAllMocks())
    await memjsChecker(clientOf(server)).check(context)
    expect(started).toHaveBeenCalledOnce()
    expect(cleared).toHaveBeenCalledWith(started.mock.results[0]?.value)
  })

  test('times out names the servers whose packets are dropped', async () => {
    const blackholeAddress = await blackhole()
    onTestFinished(blackholeAddress.release)
    const causes: unknown[] = []
    const probes = createProbes({
      readiness: [memjsChecker(clientOf(server, blackholeAddress))],
      timeoutSeconds: brief / 800,
      onTransition: ({ cause }) => causes.push(cause),
    })
    const { checks } = await probes.readiness()
    expect(checks).toMatchObject([
      { reason: 'timeout', message: 'cannot connect to cache (1 of 2 servers).' },
    ])
    const line = `servers[1] 127.0.0.1:${blackholeAddress.port}: ${noAnswer}`
    expect(causes).toMatchObject([{ cause: { message: line } }])
  })

  test('timed out because the event loop was blocked does not name a server', async () => {
    const unresponsive = await silent()
    onTestFinished(() => unresponsive.close())
    const probes = createProbes({
      readiness: [memjsChecker(clientOf(unresponsive))],
      timeoutSeconds: brief / 800,
      onTransition: () => {},
    })
    const report = probes.readiness()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * brief)
    const { checks } = await report
    expect(checks[0]?.message).toMatch(/^not answered: the event loop was blocked for \d+ ms\.$/)
  })
})
