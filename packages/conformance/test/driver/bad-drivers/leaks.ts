import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { askOwn, expectPong, noop } from '../good-drivers.ts'
import type { Driver } from '../open-with.ts'
import { type Client, createClient } from '../toy/client.ts'
import { lookup } from '../toy/lookup.ts'
import type { BadDrivers } from './bad-driver.ts'

const silent = 'the server accepts and stays silent'

/** Loads a package that nobody has loaded yet. */
function loadPackage(): void {
  const folder = mkdtempSync(join(tmpdir(), 'toy-'))
  const file = join(folder, 'node_modules', 'toy', 'index.js')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  createRequire(import.meta.url)(file)
  rmSync(folder, { recursive: true })
}

/** Races its question against a timer that nobody clears. */
const racing =
  (adapt: (timer: NodeJS.Timeout) => unknown): Driver =>
  (pool) =>
  async (context) => {
    const late = new Promise<never>((_, reject) => {
      adapt(setTimeout(() => reject(new Error('timeout')), context.timeout))
    })
    late.catch(noop)
    await Promise.race([askOwn(pool.config, context.signal), late])
  }

/** What it does with time, the loop and the process, and what is left of it. */
export const leftovers: BadDrivers = {
  'waits for ever': {
    title: silent,
    breaks: ['ends within its time limit', 'closes every resource'],
    driver:
      ({ config }) =>
      async () => {
        const client = createClient({ ...config, lookup })
        client.on('error', noop)
        await client.connect()
        expectPong(await client.ping())
        client.stream.destroy()
      },
  },

  'has a time limit of its own, beyond that of the check': {
    title: silent,
    breaks: ['ends within its time limit'],
    driver:
      ({ config }) =>
      () =>
        askOwn(config, AbortSignal.timeout(800)),
  },

  'reads a flood for ever': {
    title: 'the server sends more than a client can read',
    breaks: ['ends within its time limit', 'closes every resource'],
    driver:
      ({ config: { host, port, user, password, database } }) =>
      async () => {
        const socket = connect({ host, port, lookup })
        let said = ''
        for await (const bytes of socket) {
          said = `${said}${bytes}`.slice(-10)
          if (said.endsWith('HELLO\n')) socket.write(`LOGIN ${user} ${password} ${database}\n`)
          if (said.endsWith('WELCOME\n')) socket.write('PING\n')
          if (said.endsWith('PONG\n')) return
        }
        throw new Error('no answer')
      },
  },

  'holds up the loop when it has its answer': {
    title: 'the connection is refused',
    breaks: ['does not block the event loop'],
    driver: (pool) => async (context) => {
      try {
        await askOwn(pool.config, context.signal)
      } finally {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
      }
    },
  },

  'tries again at once, and again': {
    title: 'the server closes the connection at once',
    breaks: ['does not retry'],
    driver: (pool) => async (context) => {
      const attempt = () => askOwn(pool.config, context.signal)
      await attempt().catch(attempt).catch(attempt)
    },
  },

  'connects to each address at once': {
    title: 'a host name with two addresses that both refuse connections',
    breaks: ['does not retry'],
    driver:
      ({ config }) =>
      async (context) => {
        const hosts = ['127.0.0.1', '127.0.0.2', '::1']
        await Promise.any(hosts.map((host) => askOwn({ ...config, host }, context.signal)))
      },
  },

  'says goodbye, and leaves it at that': {
    title: silent,
    breaks: ['closes every resource'],
    driver:
      ({ config }) =>
      async ({ signal }) => {
        const client = createClient({ ...config, lookup })
        client.on('error', noop)
        const late = new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
        const asking = client.connect().then(() => client.ping())
        try {
          expectPong(await Promise.race([asking, late]))
        } finally {
          client.end().catch(noop)
        }
      },
  },

  'forgets its connection when the server complains': {
    title: 'the server reports an error and leaves the connection open',
    breaks: ['closes every resource'],
    driver:
      ({ config }) =>
      async ({ signal }) => {
        const client = createClient({ ...config, lookup })
        client.on('error', noop)
        signal.addEventListener('abort', () => client.stream.destroy())
        await client.connect()
        expectPong(await client.ping())
        client.stream.destroy()
      },
  },

  'keeps a connection of its own from check to check': {
    title: 'a healthy server passes, each time',
    breaks: ['closes every resource'],
    driver: ({ config }) => {
      let kept: Client | undefined
      return async () => {
        if (!kept) {
          kept = createClient({ ...config, lookup })
          kept.on('error', noop)
          await kept.connect()
          // As if that were all.
          kept.stream.unref()
        }
        expectPong(await kept.ping())
      }
    },
  },

  'leaves the timer of its race': {
    title: 'checks that fail leave no timer and no listener',
    breaks: ['clears every timer', 'closes every resource'],
    driver: racing((timer) => timer),
  },

  'leaves a timer that keeps nobody awake': {
    title: 'checks that fail leave no timer and no listener',
    breaks: ['clears every timer'],
    driver: racing((timer) => timer.unref()),
  },

  "adds a listener to the application's pool for each check": {
    title: 'checks that pass leave no timer and no listener',
    breaks: ['removes every listener'],
    driver: (pool) => async (context) => {
      pool.on('error', () => {})
      await askOwn(pool.config, context.signal)
    },
  },

  'loads its client in the first check': {
    title: 'the first check loads no package',
    breaks: ['loads no package in the first check'],
    driver: (pool) => async (context) => {
      loadPackage()
      await askOwn(pool.config, context.signal)
    },
  },

  'looks its server up in each check': {
    title: 'a hung resolver gets one lookup at a time',
    breaks: ['runs one lookup of a name at a time'],
    driver:
      ({ config: { host, port } }) =>
      async ({ signal }) => {
        for await (const bytes of connect({ host, port, signal })) if (bytes.length > 0) return
      },
  },

  'does not hear the errors of its connection': {
    title: 'the connection is refused',
    breaks: ['does not end the process'],
    driver:
      ({ config: { host, port } }) =>
      ({ signal }) =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({ host, port, lookup })
          signal.addEventListener('abort', () => socket.destroy())
          socket.once('data', () => {
            socket.destroy()
            resolve()
          })
          socket.once('close', () => {
            reject(Object.assign(new Error('closed'), { code: 'ECONNREFUSED' }))
          })
        }),
  },

  'leaves a promise to itself when it has lost the race': {
    title: 'the connection is refused',
    breaks: ['does not end the process'],
    driver: (pool) => async (context) => {
      const asking = askOwn(pool.config, context.signal)
      void asking.then(() => 'well')
      await asking
    },
  },
}
