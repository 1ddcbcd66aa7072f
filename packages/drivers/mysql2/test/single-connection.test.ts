import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Address, proxy } from '@readyz/conformance'
import { type Checker, createProbes, type Probes } from '@readyz/core'
import { brief, generous } from '@readyz/harness'
import { type Mariadb, startMariadb } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Mysql2Connection, mysql2Checker } from '../src/index.ts'
import { releases } from './harness.ts'

let db: Mariadb
beforeAll(async () => {
  db = await startMariadb()
})
afterAll(() => db.close())

function probesOf(connection: Mysql2Connection): Probes {
  return probesWith(mysql2Checker(connection))
}

// By default a check has time enough on a busy machine.
function probesWith(checker: Checker, timeoutSeconds = generous / 800): Probes {
  return createProbes({ readiness: [checker], maxAge: 0, timeoutSeconds, onTransition: () => {} })
}

/** Opens a proxy that sends each response to a query twice. */
async function openRepeatingProxy(): Promise<Address> {
  const server = createServer((client) => {
    const upstream = connect(db.port, db.host)
    let times = 1
    client.on('error', () => {}).on('close', () => upstream.destroy())
    client.on('data', (data: Buffer) => {
      if (data.includes('SELECT')) times = 2
      upstream.write(data)
    })
    upstream.on('error', () => {})
    upstream.on('data', (data: Buffer) => {
      client.write(Buffer.concat(Array.from({ length: times }, () => data)))
    })
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, db.host), 'listening')
  return { host: db.host, port: (server.address() as { port: number }).port }
}

const closedMessage = "the application's own connection is closed."

describe.each(releases)(
  'a Connection of mysql2 $version',
  ({ mysql2, promises: { createConnection } }) => {
    const open = async () => {
      const connection = mysql2.createConnection(db.url)
      onTestFinished(() => connection.destroy())
      const checker = mysql2Checker(connection)
      const probes = probesWith(checker)
      await once(connection, 'connect')
      return { connection, checker, probes }
    }

    test('passes while the client runs a long query', async () => {
      const { connection, probes } = await open()
      const long = connection.promise().query('SELECT SLEEP(60)')
      const ended = long.catch(() => 'ended')
      expect(await probes.readiness()).toMatchObject({ status: 'pass' })
      Reflect.get(connection, 'stream').destroy()
      expect(await ended).toBe('ended')
    })

    test('warns after it was lost, also if it has no error listener', async () => {
      const warnings: unknown[] = []
      const collect = (warning: Error & { code?: unknown }) => warnings.push(warning.code)
      process.on('warning', collect)
      onTestFinished(() => void process.off('warning', collect))
      const { connection, probes } = await open()
      expect(await probes.readiness()).toMatchObject({ status: 'pass' })
      const lost = once(Reflect.get(connection, 'stream'), 'close')
      await db.kill()
      await lost
      const down = await probes.readiness()
      expect(down).toMatchObject({ status: 'fail', checks: [{ reason: 'refused' }] })
      await db.start()
      expect(await probes.readiness()).toMatchObject({
        status: 'warn',
        checks: [{ message: closedMessage }],
      })
      expect(warnings).toEqual(['READYZ_MYSQL2_NO_ERROR_LISTENER'])
    })

    test('warns after the application has closed it with end()', async () => {
      const { connection, probes } = await open()
      connection.end()
      await once(connection, 'end')
      expect(await probes.readiness()).toMatchObject({
        status: 'warn',
        checks: [{ message: closedMessage }],
      })
    })

    test('warns after the application has destroyed it, before the server closes it', async () => {
      const serverProxy = await proxy(db)
      onTestFinished(() => serverProxy.close())
      const { host, port } = serverProxy
      const { user, password, database } = db
      const connection = mysql2.createConnection({ host, port, user, password, database })
      await once(connection, 'connect')
      serverProxy.mode = 'drop'
      connection.destroy()
      serverProxy.mode = 'pass'
      expect(await probesOf(connection).readiness()).toMatchObject({
        status: 'warn',
        checks: [{ message: closedMessage }],
      })
    })

    test('passes if the server sends its response twice', async () => {
      const repeating = await openRepeatingProxy()
      const { user, password, database } = db
      const connection = mysql2.createConnection({ ...repeating, user, password, database })
      onTestFinished(() => connection.destroy())
      await once(connection, 'connect')
      // mysql2 logs packets that it does not expect.
      const log = vi.spyOn(console, 'error').mockReturnValue()
      expect(await probesOf(connection).readiness()).toMatchObject({ status: 'pass' })
      log.mockRestore()
    })

    test('warns if it was never established', async () => {
      const connection = mysql2.createConnection({ uri: db.url, user: 'nobody' })
      connection.on('error', () => {})
      await new Promise((resolve) => connection.connect(resolve))
      // Corrects the user name, so that the check can log in.
      Reflect.set(Reflect.get(connection, 'config'), 'user', db.user)
      expect(await probesOf(connection).readiness()).toMatchObject({
        status: 'warn',
        checks: [{ message: closedMessage }],
      })
    })

    test('with promises warns after it was lost', async () => {
      const connection = await createConnection(db.url)
      const probes = probesOf(connection)
      expect(await probes.readiness()).toMatchObject({ status: 'pass' })
      const lost = once(Reflect.get(Reflect.get(connection, 'connection'), 'stream'), 'close')
      await db.restart()
      await lost
      expect(await probes.readiness()).toMatchObject({ status: 'warn' })
    })

    test('passes on the first probe after a freeze', async () => {
      const { checker, probes } = await open()
      db.freeze()
      const during = await probesWith(checker, brief / 800).readiness()
      db.thaw()
      expect(during).toMatchObject({ status: 'fail', checks: [{ reason: 'timeout' }] })
      await nextTurn()
      expect(await probes.readiness()).toMatchObject({ status: 'pass' })
    })
  },
)
