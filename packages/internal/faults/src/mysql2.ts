import { Duplex } from 'node:stream'
import { certificate } from '@readyz/certificate'
import { mysql2Checker } from '@readyz/mysql2'
import { type Mariadb, startMariadb } from '@readyz/servers'
import { max, mysql2Application, type PoolApplication, versionOf } from '@readyz/stage'
import newest, { type ConnectionOptions, type PoolOptions } from 'mysql2'
import oldest from 'mysql2-oldest'
import type { Flaw } from './fault.ts'
import { mariadb } from './mariadb.ts'
import { absentDatabase } from './sql.ts'
import { sqlRows } from './sql-rows.ts'
import type { Subject } from './subject.ts'

const { everywhere, poolOnly } = sqlRows(mariadb)

const noLook = { rejectUnauthorized: false }
const flaws: Readonly<Record<Flaw, PoolOptions>> = {
  'no password': { password: '' },
  'absent database': { database: absentDatabase },
  'no TLS': {},
  'TLS that trusts nobody': { ssl: {} },
}

type Mysql2Subject = Subject<PoolApplication, Mariadb>

const kinds = ['promise Pool', 'Pool', 'PoolCluster', 'Connection'] as const

function subject(
  mysql2: typeof newest,
  version: string,
  asked: (typeof kinds)[number],
): Mysql2Subject {
  return {
    driver: 'mysql2',
    version,
    serverName: 'MariaDB',
    asked,
    obvious: "pool.query('SELECT 1')",
    async startServer(secured) {
      if (!secured) return startMariadb()
      const settings = { 'require-secure-transport': 'on' }
      return startMariadb({ tls: await certificate(), settings })
    },
    open({ user, password, database }, { address, flaw }) {
      const access = { ...address, user, password, database, ...(flaw && flaws[flaw]) }
      const pool = mysql2.createPool({ connectionLimit: max, ...access })
      const clients = {
        'promise Pool': () => pool.promise(),
        Pool: () => pool,
        PoolCluster: () => clusterOf(mysql2, access),
        Connection: () => unconnected(mysql2, access),
      }
      return {
        application: mysql2Application(pool.promise()),
        mend() {
          const config = Reflect.get(pool.config, 'connectionConfig')
          Object.assign(config, { password })
          if (flaw?.includes('TLS')) Object.assign(config, { ssl: noLook })
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

export const mysql2Subjects: readonly Mysql2Subject[] = [
  { mysql2: newest, version: installed('mysql2') },
  { mysql2: oldest as unknown as typeof newest, version: installed('mysql2-oldest') },
].flatMap(({ mysql2, version }) => kinds.map((asked) => subject(mysql2, version, asked)))
