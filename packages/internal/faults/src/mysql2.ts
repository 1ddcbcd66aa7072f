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
import { absentDatabase } from './sql-faults.ts'
import { sqlRows } from './sql-rows.ts'

const { everywhere, poolOnly } = sqlRows(mysql)

const noLook = { rejectUnauthorized: false }
const misconfigurations: Readonly<Record<Misconfiguration, PoolOptions>> = {
  'no password': { password: '' },
  'absent database': { database: absentDatabase },
  'no TLS': {},
  'TLS that trusts nobody': { ssl: {} },
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
  asked: (typeof kinds)[number],
): Mysql2Driver {
  return {
    driver: 'mysql2',
    version,
    serverName,
    isSkipped,
    asked,
    obvious: "pool.query('SELECT 1')",
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
      const access = {
        ...address,
        user,
        password,
        database,
        ...(misconfiguration && misconfigurations[misconfiguration]),
      }
      const pool = mysql2.createPool({ connectionLimit: max, ...access })
      const clients = {
        'promise Pool': () => pool.promise(),
        Pool: () => pool,
        PoolCluster: () => clusterOf(mysql2, access),
        Connection: () => unconnected(mysql2, access),
      }
      return {
        application: mysql2Application(pool.promise()),
        fixConfiguration() {
          const config = Reflect.get(pool.config, 'connectionConfig')
          Object.assign(config, { password })
          if (misconfiguration?.includes('TLS')) Object.assign(config, { ssl: noLook })
        },
        checker: () => mysql2Checker(clients[asked]()),
        obvious: () => pool.promise().query('SELECT 1'),
      }
    },
    rows: asked.endsWith('Pool') ? [...everywhere, ...poolOnly] : everywhere,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

function clusterOf(mysql2: typeof newest, access: PoolOptions) {
  const cluster = mysql2.createPoolCluster()
  cluster.add('node', access)
  return cluster
}

/** One that gets nowhere itself: what is asked instead of it is of interest, not how it ends. */
function unconnected(mysql2: typeof newest, access: ConnectionOptions) {
  const nowhere = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  const connection = mysql2.createConnection({
    ...access,
    connectTimeout: 0,
    stream: () => nowhere,
  })
  Object.assign(connection.config, { stream: undefined })
  return connection
}

const releases: readonly Release[] = [
  { mysql2: newest, version: installed('mysql2') },
  { mysql2: oldest as unknown as typeof newest, version: installed('mysql2-oldest') },
]

function driversOf(server: Server): readonly Mysql2Driver[] {
  return releases.flatMap((release) => kinds.map((asked) => driver(release, server, asked)))
}

export const mariadbDrivers: readonly Mysql2Driver[] = driversOf({
  serverName: 'MariaDB',
  isSkipped: false,
  start: startMariadb,
})

export const mysqlDrivers: readonly Mysql2Driver[] = driversOf({
  serverName: 'MySQL',
  isSkipped: skipsMysql(),
  start: startMysql,
})
