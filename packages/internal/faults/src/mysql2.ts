import { mysql2Checker } from '@readyz/mysql2'
import { certificate, type Mariadb, startMariadb } from '@readyz/servers'
import { max, mysql2Application, type PoolApplication } from '@readyz/stage'
import newest, { type PoolOptions } from 'mysql2'
import oldest from 'mysql2-oldest'
import * as anywhere from './anywhere.ts'
import { type Flaw, inPlace } from './fault.ts'
import { mariadb, reportsTooMany } from './mysql2-server.ts'
import { absentDatabase, sqlFaults } from './sql.ts'
import type { Subject } from './subject.ts'
import { versionOf } from './versions.ts'

const sql = sqlFaults(mariadb)

/** A `PoolCluster` goes through what is neither about the pool nor made through its options. */
const everywhere: Mysql2Subject['rows'] = [
  [anywhere.refused, 'refused'],
  [anywhere.killedWhileIdle, 'refused'],
  [sql.killedInMidQuery, 'refused'],
  [anywhere.restarted, 'pass'],
  [anywhere.frozenBeforeConnect, 'timeout'],
  [anywhere.frozenWhileIdle, 'timeout'],
  [sql.frozenInMidQuery, 'timeout'],
  [anywhere.droppedBeforeConnect, 'timeout'],
  [anywhere.acceptsAndIsSilent, 'timeout'],
  [anywhere.acceptsAndCloses, 'error'],
  [anywhere.acceptsAndResets, 'error'],
  [anywhere.speaksGarbage, 'timeout'],
  [anywhere.speaksOtherProtocol, 'timeout'],
  [inPlace('reports an error and stays open', reportsTooMany), 'error'],
  [anywhere.tricklesFromConnect, 'timeout'],
  [anywhere.tricklesWhileIdle, 'timeout'],
  [sql.wrongPassword, 'auth'],
  [sql.missingDatabase, 'error'],
  [sql.serverFull, 'error'],
]
const poolOnly: Mysql2Subject['rows'] = [
  [anywhere.droppedWhileIdle, 'timeout'],
  [sql.serverFullButOneIdle, 'pass'],
  [sql.poolExhausted, 'pass'],
  [sql.noPassword, 'auth'],
  [sql.tlsRequired, 'auth'],
  [sql.unknownCertificate, 'error'],
]

const noLook = { rejectUnauthorized: false }
const flaws: Readonly<Record<Flaw, PoolOptions>> = {
  'no password': { password: '' },
  'absent database': { database: absentDatabase },
  'no TLS': {},
  'TLS that trusts nobody': { ssl: {} },
}

type Mysql2Subject = Subject<PoolApplication, Mariadb>

const kinds = ['promise Pool', 'Pool', 'PoolCluster'] as const

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
      const cluster = mysql2.createPoolCluster()
      cluster.add('node', access)
      const clients = { 'promise Pool': pool.promise(), Pool: pool, PoolCluster: cluster }
      return {
        application: mysql2Application(pool.promise()),
        mend() {
          const config = Reflect.get(pool.config, 'connectionConfig')
          Object.assign(config, { password })
          if (flaw?.includes('TLS')) Object.assign(config, { ssl: noLook })
        },
        checker: () => mysql2Checker(clients[asked]),
        obvious: () => pool.promise().query('SELECT 1'),
      }
    },
    rows: asked === 'PoolCluster' ? everywhere : [...everywhere, ...poolOnly],
  }
}

export const mysql2Subjects: readonly Mysql2Subject[] = [
  { mysql2: newest, version: versionOf('mysql2') },
  { mysql2: oldest as unknown as typeof newest, version: versionOf('mysql2-oldest') },
].flatMap(({ mysql2, version }) => kinds.map((asked) => subject(mysql2, version, asked)))
