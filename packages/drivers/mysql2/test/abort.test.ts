import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { certificate } from '@readyz/certificate'
import { type Address, blackhole } from '@readyz/conformance'
import { leaksSince, resources, waitUntil } from '@readyz/harness'
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

/** A proxy that stops forwarding after so many bytes. */
interface Way extends Address {
  /** All bytes that were let through. */
  readonly passed: number
  /** Resolves when no more are. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

async function openWay(bytes: number): Promise<Way> {
  let passed = 0
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const server: Server = createServer((client) => {
    const upstream = connect(db.port, db.host)
    client.on('error', () => {}).on('close', () => upstream.destroy())
    upstream.on('error', () => {})
    client.on('data', (data) => upstream.write(data))
    upstream.on('data', (data: Buffer) => {
      const some = data.subarray(0, bytes - passed)
      passed += some.length
      if (some.length > 0) client.write(some)
      if (passed === bytes) end()
    })
    if (bytes === 0) end()
  })
  await once(server.listen(0, db.host), 'listening')
  const { port } = server.address() as { port: number }
  return {
    host: db.host,
    port,
    get passed() {
      return passed
    },
    ended,
    async close() {
      server.close()
      await once(server, 'close')
    },
  }
}

const kinds: readonly (readonly [string, PoolOptions])[] = [
  ['in plain text', {}],
  ['with TLS', { ssl: { rejectUnauthorized: false } }],
]

// An error that nobody listens for fails the run.
describe.each(releases)('a check with mysql2 $version', ({ mysql2 }) => {
  const access = ({ host, port }: Address): PoolOptions => {
    const { user, password, database } = db
    return { host, port, user, password, database }
  }

  test.each(kinds)('can be aborted after any byte from the server %s', async (_, options) => {
    const before = resources()
    const whole = await openWay(Number.POSITIVE_INFINITY)
    const pool = mysql2.createPool({ ...access(whole), ...options })
    await mysql2Checker(pool).check({ timeout: 5000, signal: new AbortController().signal })
    await whole.close()
    // All of a short conversation, some of a long one, the last byte not included.
    const step = Math.ceil(whole.passed / 200)
    for (let bytes = 0; bytes < whole.passed; bytes += step) {
      const way = await openWay(bytes)
      const controller = new AbortController()
      const { signal } = controller
      const checker = mysql2Checker(mysql2.createPool({ ...access(way), ...options }))
      const settled = Promise.resolve(checker.check({ timeout: 5000, signal })).then(
        () => 'passed',
        (error: Error) => error.message,
      )
      // A conversation over TLS is not always as long as the first one was.
      const early = await Promise.race([way.ended, settled])
      // Both sides of the moment when the bytes arrive.
      if (bytes % 2 === 0) await nextTurn()
      controller.abort(new Error('ended'))
      expect(await settled).toBe(early === undefined ? 'ended' : 'passed')
      await way.close()
    }
    await waitUntil(
      () => leaksSince(before) === '',
      () => `left behind: ${leaksSince(before)}`,
    )
  })

  test('can be aborted during a DNS lookup, and while a connection attempt is not answered', async () => {
    const before = resources()
    const hole = await blackhole()
    onTestFinished(hole.release)
    for (const address of [{ host: 'localhost', port: db.port }, hole]) {
      const controller = new AbortController()
      const { signal } = controller
      const checker = mysql2Checker(mysql2.createPool(access(address)))
      const checked = checker.check({ timeout: 5000, signal })
      await nextTurn()
      controller.abort(new Error('ended'))
      await expect(checked).rejects.toThrow('ended')
    }
    await hole.release()
    await waitUntil(
      () => leaksSince(before) === '',
      () => `left behind: ${leaksSince(before)}`,
    )
  })

  test('opens no connection if the signal is already aborted', async () => {
    const way = await openWay(0)
    const signal = AbortSignal.abort(new Error('ended'))
    const checker = mysql2Checker(mysql2.createPool(access(way)))
    await expect(checker.check({ timeout: 5000, signal })).rejects.toThrow('ended')
    await way.close()
  })
})
