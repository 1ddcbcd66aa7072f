import { Duplex } from 'node:stream'
import { certificate } from '@readyz/certificate'
import { max, mysql2Application, type PoolApplication, versionOf } from '@readyz/harness'
import { mysql2Checker } from '@readyz/mysql2'
import {
  type MysqlServer,
  type MysqlServerOptions,
  skipsMysql,
  startMariadb,
  startMysql,
} from '@readyz/servers'
import newest, { type ConnectionOptions, type PoolOptions } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import oldest from 'mysql2-oldest'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Misconfiguration } from './fault.ts'
import { mysql } from './mysql.ts'
import { missingDatabase } from './sql-faults.ts'
import { sqlRows } from './sql-rows.ts'

const { anyClient, poolOnly } = sqlRows(mysql)

const acceptAnyCertificate = { rejectUnauthorized: false }
const misconfigurations: Readonly<Record<Misconfiguration, PoolOptions>> = {
  'missing password': { password: '' },
  'missing database': { database: missingDatabase },
  'missing TLS': {},
  'TLS without the certificate authority': { ssl: {} },
}

type Mysql2Driver = DriverUnderTest<PoolApplication, MysqlServer>

const kinds = ['promise Pool', 'Pool', 'PoolCluster', 'Connection'] as const

interface Server {
  readonly serverName: string
  readonly isSkipped: boolean
  start(options?: MysqlServerOptions): Promise<MysqlServer>
}

interface Release {
  readonly version: string
  readonly mysql2: typeof newest
}

function driver(
  { version, mysql2 }: Release,
  { serverName, isSkipped, start }: Server,
  client: (typeof kinds)[number],
): Mysql2Driver {
  return {
    driver: 'mysql2',
    version,
    serverName,
    isSkipped,
    client,
    handWrittenCheck: "pool.query('SELECT 1')",
    async startServer(secured) {
      if (!secured) return start()
      const settings = { 'require-secure-transport': 'on' }
      return start({ tls: await certificate(), settings })
    },
    async serverVersion({ url }) {
      const connection = await createConnection(url)
      const [rows] = await connection.query('SELECT VERSION()')
      await connection.end()
      return JSON.stringify(rows)
    },
    open({ user, password, database }, { address, misconfiguration }) {
      const config = {
        ...address,
        user,
        password,
        database,
        ...(misconfiguration && misconfigurations[misconfiguration]),
      }
      const pool = mysql2.createPool({ connectionLimit: max, ...config })
      const clients = {
        'promise Pool': () => pool.promise(),
        Pool: () => pool,
        PoolCluster: () => createCluster(mysql2, config),
        Connection: () => createUnconnected(mysql2, config),
      }
      return {
        application: mysql2Application(pool.promise()),
        fixConfiguration() {
          const current = Reflect.get(pool.config, 'connectionConfig')
          Object.assign(current, { password })
          if (misconfiguration?.includes('TLS'))
            Object.assign(current, { ssl: acceptAnyCertificate })
        },
        checker: () => mysql2Checker(clients[client]()),
        handWrittenCheck: () => pool.promise().query('SELECT 1'),
      }
    },
    rows: client.endsWith('Pool') ? [...anyClient, ...poolOnly] : anyClient,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

function createCluster(mysql2: typeof newest, config: PoolOptions) {
  const cluster = mysql2.createPoolCluster()
  cluster.add('node', config)
  return cluster
}

/**
 * Creates a `Connection` whose stream discards all data. The fault then affects only the dedicated
 * connection of the driver, and not this client.
 */
function createUnconnected(mysql2: typeof newest, config: ConnectionOptions) {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  const connection = mysql2.createConnection({
    ...config,
    connectTimeout: 0,
    stream: () => stream,
  })
  Object.assign(connection.config, { stream: undefined })
  return connection
}

const releases: readonly Release[] = [
  { mysql2: newest, version: installed('mysql2') },
  { mysql2: oldest as unknown as typeof newest, version: installed('mysql2-oldest') },
]

function driversFor(server: Server): readonly Mysql2Driver[] {
  return releases.flatMap((release) => kinds.map((client) => driver(release, server, client)))
}

export const mariadbDrivers: readonly Mysql2Driver[] = driversFor({
  serverName: 'MariaDB',
  isSkipped: false,
  start: startMariadb,
})

export const mysqlDrivers: readonly Mysql2Driver[] = driversFor({
  serverName: 'MySQL',
  isSkipped: skipsMysql(),
  start: startMysql,
})
