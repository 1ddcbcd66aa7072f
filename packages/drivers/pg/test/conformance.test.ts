import { certificate } from '@readyz/certificate'
import { driverConformance, type Open } from '@readyz/conformance'
import { type Postgres, startPostgres } from '@readyz/servers'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, test, vi } from 'vitest'
import { pgChecker } from '../src/index.ts'

const servers = {
  'without TLS': await startPostgres(),
  // TLS adds stages in which the kit can cut a connection.
  'with TLS': await startPostgres({
    tls: await certificate(),
    hba: 'hostssl all app 127.0.0.1/32 scram-sha-256',
  }),
}
// Each rule creates a pool without an 'error' listener, about which the driver emits a warning.
beforeAll(() => void vi.spyOn(process, 'emitWarning').mockReturnValue())
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())))

const max = 2

const openWith =
  ({ user, password, database }: Postgres, ssl: object | false): Open =>
  ({ host, port }) => {
    const pool = new Pool({ host, port, user, password, database, ssl, max })
    return {
      checker: pgChecker(pool),
      application: {
        use: () => pool.query('SELECT 1'),
        pool: {
          max,
          async take() {
            const client = await pool.connect()
            return () => client.release()
          },
          busy: () => pool.totalCount - pool.idleCount,
          waiting: () => pool.waitingCount,
        },
      },
      close: () => pool.end(),
    }
  }

describe.each(Object.entries(servers))('%s', (title, server) => {
  const ssl = title === 'with TLS' && { rejectUnauthorized: false }
  driverConformance(test, openWith(server, ssl), server)
})
