import { driverConformance } from '@readyz/conformance'
import { startMariadb } from '@readyz/servers'
import { mysql2Application } from '@readyz/stage'
import { createPool } from 'mysql2/promise'
import { afterAll, test } from 'vitest'
import { mysql2Checker } from '../src/index.ts'

const server = await startMariadb()
afterAll(() => server.close())
const { user, password, database } = server
const max = 2

driverConformance(
  test,
  ({ host, port }) => {
    const pool = createPool({ host, port, user, password, database, connectionLimit: max })
    const application = mysql2Application(pool)
    return {
      checker: mysql2Checker(pool),
      application: {
        use: () => pool.query('SELECT 1'),
        pool: {
          max,
          async take() {
            const connection = await pool.getConnection()
            return () => connection.release()
          },
          busy: () => application.busy.slots,
          waiting: () => application.busy.queued,
        },
      },
      prints: /^Warning: got packets out of order/,
      close: () => pool.end(),
    }
  },
  server,
)
