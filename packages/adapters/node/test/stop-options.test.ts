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

describe('stopGracefully throws a TypeError that names the value, and adds no signal handler, for', () => {
  test.each<[string, object, string]>([
    [
      'a negative drainSeconds',
      { drainSeconds: -1 },
      `drainSeconds must be ${seconds('0')}, got -1`,
    ],
    [
      'a drainSeconds that is a string',
      { drainSeconds: '5' },
      `drainSeconds must be ${seconds('0')}, got '5'`,
    ],
    [
      'a drainSeconds that is NaN',
      { drainSeconds: Number.NaN },
      `drainSeconds must be ${seconds('0')}, got NaN`,
    ],
    [
      'a timeoutSeconds of 0',
      { timeoutSeconds: 0 },
      `timeoutSeconds must be ${seconds('0.001')}, got 0`,
    ],
    [
      'a timeoutSeconds that is too large for a timer',
      { timeoutSeconds: 1e9 },
      `timeoutSeconds must be ${seconds('0.001')}, got 1000000000`,
    ],
    [
      'signals that are not an array',
      { signals: 'SIGTERM' },
      "signals must be a non-empty array of signals, got 'SIGTERM'",
    ],
    [
      'an empty array of signals',
      { signals: [] },
      'signals must be a non-empty array of signals, got []',
    ],
    [
      'an unknown signal',
      { signals: ['TERM'] },
      "signals must be signals that a process can handle, such as SIGTERM, got 'TERM'",
    ],
    [
      'a signal that no process can handle',
      { signals: ['SIGKILL'] },
      "signals must be signals that a process can handle, such as SIGTERM, got 'SIGKILL'",
    ],
    [
      'a duplicate signal',
      { signals: ['SIGUSR2', 'SIGUSR2'] },
      "signals must be unique, got 'SIGUSR2' twice",
    ],
    [
      'a beforeExit that is not an array',
      { beforeExit: () => {} },
      'beforeExit must be an array of hooks, got [Function: beforeExit]',
    ],
    [
      'a hook that is neither a function nor an object',
      { beforeExit: [1] },
      'beforeExit[0] must be a function or { name, run }, got 1',
    ],
    [
      'a hook with an empty name',
      { beforeExit: [{ name: ' ', run: () => {} }] },
      "beforeExit[0].name must be a non-empty string, got ' '",
    ],
    [
      'a hook with a timeoutSeconds of 0',
      { beforeExit: [{ name: 'db', run: () => {}, timeoutSeconds: 0 }] },
      `beforeExit[0].timeoutSeconds must be ${seconds('0.001')}, got 0`,
    ],
    [
      'an unknown property of a hook',
      { beforeExit: [{ name: 'db', run: () => {}, timeout: 1 }] },
      "a property of beforeExit[0] must be one of name, run, timeoutSeconds, got 'timeout'",
    ],
    [
      'hooks whose time limits leave no time for requests',
      { timeoutSeconds: 5, beforeExit: [{ name: 'db', run: () => {}, timeoutSeconds: 5 }] },
      'timeoutSeconds must be greater than the 5 s that the hooks of beforeExit may take, got 5',
    ],
    [
      'a closeUpgraded that is not a function',
      { closeUpgraded: 1 },
      'closeUpgraded must be a function, got 1',
    ],
    [
      'a closeStreaming that is not a function',
      { closeStreaming: 'SSE' },
      "closeStreaming must be a function, got 'SSE'",
    ],
    [
      'an unknown option',
      { timeout: 1 },
      "an option of stopGracefully must be one of drainSeconds, timeoutSeconds, signals, beforeExit, closeUpgraded, closeStreaming, got 'timeout'",
    ],
  ])('%s', (_, options, message) => {
    expect(stopWith(options)).toThrow(new TypeError(message))
    expect(process.listenerCount('SIGUSR2')).toBe(0)
  })

  test.each<[string, () => void, string]>([
    [
      'an object that is not a server',
      () => stopGracefully({} as never, probes, { signals }),
      'servers must be servers of node:http, node:https or node:http2, got {}',
    ],
    [
      'a duplicate server',
      () => stopGracefully([server, server], probes, { signals }),
      'servers must be unique, got ',
    ],
    [
      'probes that are undefined',
      () => stopGracefully(server, undefined as never, { signals }),
      'probes must be the result of createProbes, got undefined',
    ],
    [
      'options that are null',
      () => stopGracefully(server, probes, null as never),
      'the options of stopGracefully must be an object, got null',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(message)
  })
})

test('stopGracefully handles only the signals of its options, and only after it is called', () => {
  const count = () => [process.listenerCount('SIGTERM'), process.listenerCount('SIGUSR2')]
  const [before] = count()
  expect(count()).toEqual([before, 0])
  stopWith({})()
  expect(count()).toEqual([before, 1])
})

test('a second call of stopGracefully throws, also for other servers', () => {
  stopWith({})()
  expect(stopWith({})).toThrow(
    new TypeError('stopGracefully was already called for SIGUSR2; pass all servers in one call'),
  )
  expect(process.listenerCount('SIGUSR2')).toBe(1)
})

test('hooks without a time limit share half of timeoutSeconds', () => {
  const nothing = () => {}
  const withLimit = { name: 'db', run: nothing, timeoutSeconds: 4 }
  // The function gets a quarter of timeoutSeconds and the object 4 s. The sum must be less than
  // timeoutSeconds.
  const stop = (timeoutSeconds: number) =>
    stopWith({ timeoutSeconds, beforeExit: [nothing, withLimit] })
  expect(stop(5)).toThrow(
    'timeoutSeconds must be greater than the 5.25 s that the hooks of beforeExit may take, got 5',
  )
  expect(stop(6)).not.toThrow()
})
