import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import dns from 'node:dns'
import { watch } from 'node:fs'
import http from 'node:http'
import { Worker } from 'node:worker_threads'
import { pingDedicated } from '../good-drivers.ts'
import type { Driver } from '../open-driver.ts'
import type { BadDrivers } from './bad-driver.ts'
import { refusedConnection } from './titles.ts'

/** Creates a driver that does something else before each check. */
const afterCalling =
  (act: () => unknown): Driver =>
  ({ config }) =>
  async ({ signal }) => {
    act()
    await pingDedicated(config, signal)
  }

const changes = {
  'adds a listener to the process': () => process.on('SIGUSR2', () => {}),
  'sets an environment variable': () => {
    process.env['BAD_DRIVER'] = String(performance.now())
  },
  'sets the exit code of the process': () => {
    process.exitCode = process.exitCode === 0 ? undefined : 0
  },
  'changes the result order of dns': () => {
    const isIpv4First = dns.getDefaultResultOrder() === 'ipv4first'
    dns.setDefaultResultOrder(isIpv4First ? 'verbatim' : 'ipv4first')
  },
  'changes the global agent': () => {
    http.globalAgent.maxSockets = Math.random()
  },
  'changes the stack traces of all errors': () => {
    Error.stackTraceLimit += 1
  },
  'adds a global variable': () => {
    Reflect.set(globalThis, `badDriver${performance.now()}`, 1)
  },
  'changes a prototype': () => {
    Reflect.set(Promise.prototype, 'badDriver', () => {})
  },
  'adds a performance mark': () => performance.mark('check'),
}

const handles = {
  'leaves a child process running': () => spawn('sleep', ['9'], { stdio: 'ignore' }).unref(),
  'leaves a UDP socket open': () => createSocket('udp4').bind(0, '127.0.0.1').unref(),
  'leaves a file watcher open': () => watch(process.cwd()).unref(),
  'leaves a worker running': () => new Worker('setTimeout(() => {}, 4000)', { eval: true }).unref(),
}

/** Bad drivers that change the process, end it, or leave handles other than sockets. */
export const processChangingDrivers: BadDrivers = {
  ...mapValues(changes, (act) => ({
    title: refusedConnection,
    breaks: ['does not change the process'],
    driver: afterCalling(act),
  })),
  ...mapValues(handles, (act) => ({
    title: refusedConnection,
    breaks: ['closes every resource'],
    driver: afterCalling(act),
  })),
  'ends the process': {
    title: refusedConnection,
    breaks: ['does not end the process'],
    driver: afterCalling(() => {
      try {
        process.exit(1)
      } catch {
        // The kit throws instead of ending the process.
      }
    }),
  },
}

function mapValues<T, R>(
  values: Readonly<Record<string, T>>,
  map: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
