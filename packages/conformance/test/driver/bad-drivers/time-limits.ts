import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expectPong, noop, pingDedicated } from '../good-drivers.ts'
import { createClient } from '../line-protocol/client.ts'
import { lookup } from '../line-protocol/lookup.ts'
import type { BadDrivers } from './bad-driver.ts'
import { refusedConnection, silentServer } from './titles.ts'

/** Loads a package that was not loaded before. */
function loadPackage(): void {
  const folder = mkdtempSync(join(tmpdir(), 'package-'))
  const file = join(folder, 'node_modules', 'new-package', 'index.js')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  createRequire(import.meta.url)(file)
  rmSync(folder, { recursive: true })
}

/** Bad drivers whose checks take too long. */
export const slowDrivers: BadDrivers = {
  'has no time limit': {
    title: silentServer,
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

  'has a longer time limit than the check': {
    title: silentServer,
    breaks: ['ends within its time limit'],
    driver:
      ({ config }) =>
      () =>
        pingDedicated(config, AbortSignal.timeout(800)),
  },

  'reads an endless response to its end': {
    title: 'a check fails if the server sends data without end at full speed',
    breaks: ['ends within its time limit', 'closes every resource'],
    driver:
      ({ config: { host, port, user, password, database } }) =>
      async () => {
        const socket = connect({ host, port, lookup })
        let received = ''
        for await (const bytes of socket) {
          received = `${received}${bytes}`.slice(-10)
          if (received.endsWith('HELLO\n')) socket.write(`LOGIN ${user} ${password} ${database}\n`)
          if (received.endsWith('WELCOME\n')) socket.write('PING\n')
          if (received.endsWith('PONG\n')) return
        }
        throw new Error('no response')
      },
  },

  'blocks the event loop after its response': {
    title: refusedConnection,
    breaks: ['does not block the event loop'],
    driver: (pool) => async (context) => {
      try {
        await pingDedicated(pool.config, context.signal)
      } finally {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
      }
    },
  },

  'loads its client in the first check': {
    title: 'the first check loads no package',
    breaks: ['loads no package in the first check'],
    driver: (pool) => async (context) => {
      loadPackage()
      await pingDedicated(pool.config, context.signal)
    },
  },
}
