import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createProbes, stopGracefully } from '../src/index.ts'

afterEach(() => void process.removeAllListeners('SIGUSR2'))

const probes = createProbes()
const server = createServer()
const signals: readonly NodeJS.Signals[] = ['SIGUSR2']
const stopWith = (options: object) => () =>
  stopGracefully(createServer(), probes, { signals, ...options })
const seconds = (least: string) => `a number of seconds from ${least} to 2147483.647`

describe('is refused at the call, naming the bad value, without a handler', () => {
  test.each<[string, object, string]>([
    ['a negative drain', { drainSeconds: -1 }, `drainSeconds must be ${seconds('0')}, got -1`],
    [
      'a drain of no number',
      { drainSeconds: '5' },
      `drainSeconds must be ${seconds('0')}, got '5'`,
    ],
    [
      'a drain without end',
      { drainSeconds: Number.NaN },
      `drainSeconds must be ${seconds('0')}, got NaN`,
    ],
    ['no time', { timeoutSeconds: 0 }, `timeoutSeconds must be ${seconds('0.001')}, got 0`],
    [
      'too much time',
      { timeoutSeconds: 1e9 },
      `timeoutSeconds must be ${seconds('0.001')}, got 1000000000`,
    ],
    [
      'no list of signals',
      { signals: 'SIGTERM' },
      "signals must be a list of signals, got 'SIGTERM'",
    ],
    ['no signals', { signals: [] }, 'signals must be a list of signals, got []'],
    [
      'a signal that is none',
      { signals: ['TERM'] },
      "a signal must be one that a process can listen to, such as SIGTERM, got 'TERM'",
    ],
    [
      'a signal that nobody hears',
      { signals: ['SIGKILL'] },
      "a signal must be one that a process can listen to, such as SIGTERM, got 'SIGKILL'",
    ],
    ['a signal twice', { signals: ['SIGUSR2', 'SIGUSR2'] }, "a signal is there twice: 'SIGUSR2'"],
    [
      'no list of hooks',
      { beforeExit: () => {} },
      'beforeExit must be a list of hooks, got [Function: beforeExit]',
    ],
    [
      'a hook that is none',
      { beforeExit: [1] },
      'beforeExit[0] must be a function or { name, run }, got 1',
    ],
    [
      'a hook without a name',
      { beforeExit: [{ name: ' ', run: () => {} }] },
      "beforeExit[0].name must be a name, got ' '",
    ],
    [
      'a hook that has no time',
      { beforeExit: [{ name: 'db', run: () => {}, timeoutSeconds: 0 }] },
      `beforeExit[0].timeoutSeconds must be ${seconds('0.001')}, got 0`,
    ],
    [
      'a property of a hook that there is not',
      { beforeExit: [{ name: 'db', run: () => {}, timeout: 1 }] },
      "a property of beforeExit[0] must be one of name, run, timeoutSeconds, got 'timeout'",
    ],
    [
      'hooks that leave no time',
      { timeoutSeconds: 5, beforeExit: [{ name: 'db', run: () => {}, timeoutSeconds: 5 }] },
      'timeoutSeconds must be more than the 5 that beforeExit may take, got 5',
    ],
    [
      'a closeUpgraded that is no function',
      { closeUpgraded: 1 },
      'closeUpgraded must be a function, got 1',
    ],
    [
      'a closeStreaming that is no function',
      { closeStreaming: 'SSE' },
      "closeStreaming must be a function, got 'SSE'",
    ],
    [
      'an option that there is not',
      { timeout: 1 },
      "an option of stopGracefully must be one of drainSeconds, timeoutSeconds, signals, beforeExit, closeUpgraded, closeStreaming, got 'timeout'",
    ],
  ])('%s', (_, options, message) => {
    expect(stopWith(options)).toThrow(new TypeError(message))
    expect(process.listenerCount('SIGUSR2')).toBe(0)
  })

  test.each<[string, () => void, string]>([
    [
      'a server that is none',
      () => stopGracefully({} as never, probes, { signals }),
      'a server must be one of node:http, node:https or node:http2, got {}',
    ],
    [
      'a server twice',
      () => stopGracefully([server, server], probes, { signals }),
      'a server is there twice: ',
    ],
    [
      'probes that are none',
      () => stopGracefully(server, undefined as never, { signals }),
      'probes must be those of createProbes, got undefined',
    ],
    [
      'options that are none',
      () => stopGracefully(server, probes, null as never),
      'the options of stopGracefully must be an object, got null',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(message)
  })
})

test('no handler is there before it is called, and those of its signals behind it', () => {
  const count = () => [process.listenerCount('SIGTERM'), process.listenerCount('SIGUSR2')]
  const [before] = count()
  expect(count()).toEqual([before, 0])
  stopWith({})()
  expect(count()).toEqual([before, 1])
})

test('a second call is refused, also for other servers', () => {
  stopWith({})()
  expect(stopWith({})).toThrow(
    new TypeError('stopGracefully is called a second time for SIGUSR2; give all servers at once'),
  )
  expect(process.listenerCount('SIGUSR2')).toBe(1)
})

test('hooks without a limit share half of the time', () => {
  const nothing = () => {}
  const owned = { name: 'db', run: nothing, timeoutSeconds: 4 }
  // 2.5 s for the function, and 4: as much as 6.5 s would leave no time for requests.
  const stop = (timeoutSeconds: number) =>
    stopWith({ timeoutSeconds, beforeExit: [nothing, owned] })
  expect(stop(5)).toThrow(
    'timeoutSeconds must be more than the 5.25 that beforeExit may take, got 5',
  )
  expect(stop(6)).not.toThrow()
})
