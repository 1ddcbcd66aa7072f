import type { Address, DriverUnderTest } from '@readyz/conformance'
import { max, mysql2Application } from '@readyz/harness'
import type { MysqlServer } from '@readyz/servers'
import type { PoolOptions } from 'mysql2'
import type { Pool } from 'mysql2/promise'
import { mysql2Checker } from '../src/index.ts'

const accountOf = ({ user, password, database }: MysqlServer) => ({ user, password, database })

/** An application with a pool. */
export function openWith(
  createPool: (options: PoolOptions) => Pool,
  server: MysqlServer | undefined,
  options: PoolOptions = {},
) {
  const account = server && accountOf(server)
  return ({ host, port }: Address): DriverUnderTest => {
    const access = { host, port, ...account }
    const pool = createPool({ ...access, connectionLimit: max, ...options })
    const application = mysql2Application(pool)
    return {
      checker: mysql2Checker(pool),
      application: {
        use: () => pool.query('SELECT 1'),
        pool: {
          max,
          async acquire() {
            const connection = await pool.getConnection()
            return () => connection.release()
          },
          inUse: () => application.busy.slots,
          waiting: () => application.busy.queued,
        },
      },
      clientOutput: /^Warning: got packets out of order/,
      close: () => pool.end(),
    }
  }
}
