import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { certificate } from '@readyz/certificate'
import { type Address, blackhole } from '@readyz/conformance'
import { leaksSince, type Resources, resources, waitUntil } from '@readyz/harness'
import { type Mariadb, startMariadb } from '@readyz/servers'
import type { PoolOptions } from 'mysql2'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { mysql2Checker } from '../src/index.ts'
import { releases } from './harness.ts'

let db: Mariadb
beforeAll(async () => {
  db = await startMariadb({ tls: await certificate() })
})
afterAll(() => db.close())

/** A proxy that forwards a limited number of bytes from the server. */
interface LimitedProxy extends Address {
  /** The number of bytes that were forwarded from the server. */
  readonly forwarded: number
  /** Resolves when the limit is reached. */
  readonly limitReached: Promise<void>
  close(): Promise<void>
}

async function openLimitedProxy(limit: number): Promise<LimitedProxy> {
  let forwarded = 0
  let reachLimit = () => {}
  const limitReached = new Promise<void>((resolve) => {
    reachLimit = resolve
  })
  const server: Server = createServer((client) => {
    const upstream = connect(db.port, db.host)
    client.on('error', () => {}).on('close', () => upstream.destroy())
    upstream.on('error', () => {})
    client.on('data', (data) => upstream.write(data))
    upstream.on('data', (data: Buffer) => {
      const allowed = data.subarray(0, limit - forwarded)
      forwarded += allowed.length
      if (allowed.length > 0) client.write(allowed)
      if (forwarded === limit) reachLimit()
    })
    if (limit === 0) reachLimit()
  })
  await once(server.listen(0, db.host), 'listening')
  const { port } = server.address() as { port: number }
  return {
    host: db.host,
    port,
    get forwarded() {
      return forwarded
    },
    limitReached,
    async close() {
      server.close()
      await once(server, 'close')
    },
  }
}

const encryptions: readonly (readonly [string, PoolOptions])[] = [
  ['without TLS', {}],
  ['with TLS', { ssl: { rejectUnauthorized: false } }],
]

function waitUntilNoLeaks(before: Resources): Promise<void> {
  return waitUntil(
    () => leaksSince(before) === '',
    () => `still open: ${leaksSince(before)}`,
  )
}

// Vitest fails the run if an error is not handled.
describe.each(releases)('a check with mysql2 $version', ({ mysql2 }) => {
  const access = ({ host, port }: Address): PoolOptions => {
    const { user, password, database } = db
    return { host, port, user, password, database }
  }

  test.each(encryptions)('can be aborted after any byte, %s', async (_, options) => {
    const before = resources()
    const unlimited = await openLimitedProxy(Number.POSITIVE_INFINITY)
    const pool = mysql2.createPool({ ...access(unlimited), ...options })
    await mysql2Checker(pool).check({ timeout: 5000, signal: new AbortController().signal })
    await unlimited.close()
    // About 200 limits, all of them less than the number of bytes in a whole check.
    const step = Math.ceil(unlimited.forwarded / 200)
    for (let limit = 0; limit < unlimited.forwarded; limit += step) {
      const proxy = await openLimitedProxy(limit)
      const controller = new AbortController()
      const { signal } = controller
      const checker = mysql2Checker(mysql2.createPool({ ...access(proxy), ...options }))
      const settled = Promise.resolve(checker.check({ timeout: 5000, signal })).then(
        () => 'passed',
        (error: Error) => error.message,
      )
      // The number of bytes differs between TLS connections, so the check may settle before the
      // limit is reached.
      const early = await Promise.race([proxy.limitReached, settled])
      // Aborts before the client has read the last bytes, or after it.
      if (limit % 2 === 0) await nextTurn()
      controller.abort(new Error('ended'))
      expect(await settled).toBe(early === undefined ? 'ended' : 'passed')
      await proxy.close()
    }
    await waitUntilNoLeaks(before)
  })

  test('can be aborted during a DNS lookup, and during a connection attempt', async () => {
    const before = resources()
    const hole = await blackhole()
    onTestFinished(hole.release)
    for (const address of [{ host: 'localhost', port: db.port }, hole]) {
      const controller = new AbortController()
      const { signal } = controller
      const checker = mysql2Checker(mysql2.createPool(access(address)))
      const checking = checker.check({ timeout: 5000, signal })
      await nextTurn()
      controller.abort(new Error('ended'))
      await expect(checking).rejects.toThrow('ended')
    }
    await hole.release()
    await waitUntilNoLeaks(before)
  })

  test('opens no connection if the signal is already aborted', async () => {
    const proxy = await openLimitedProxy(0)
    const signal = AbortSignal.abort(new Error('ended'))
    const checker = mysql2Checker(mysql2.createPool(access(proxy)))
    await expect(checker.check({ timeout: 5000, signal })).rejects.toThrow('ended')
    await proxy.close()
  })
})
