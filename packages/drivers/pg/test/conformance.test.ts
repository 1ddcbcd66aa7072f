import { driverConformance } from '@readyz/conformance'
import { startPostgres } from '@readyz/servers'
import { Pool } from 'pg'
import { afterAll, beforeAll, test, vi } from 'vitest'
import { pgChecker } from '../src/index.ts'

const server = await startPostgres()
// That of a pool without an 'error' listener, once for each rule.
beforeAll(() => void vi.spyOn(process, 'emitWarning').mockReturnValue())
afterAll(() => server.close())
const { user, password, database } = server
const max = 2

driverConformance(
  test,
  ({ host, port }) => {
    const pool = new Pool({ host, port, user, password, database, max })
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
  },
  server,
)
