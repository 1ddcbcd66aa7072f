import { constants, cpSync, existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MysqlServer, type MysqlServerOptions, startMysqlServer } from './mysql-and-mariadb.ts'

// The folder into which `install-mysql.sh` installs MySQL.
const folder = fileURLToPath(new URL('../.mysql', import.meta.url))
const server = path.join(folder, 'mysqld')

/** Starts a MySQL server. Its accounts log in with `caching_sha2_password`. */
export async function startMysql(options: MysqlServerOptions = {}): Promise<MysqlServer> {
  if (!existsSync(server)) {
    throw new Error(`MySQL is not installed in ${folder}: run install-mysql.sh on Debian`)
  }
  return startMysqlServer(
    {
      name: 'mysql',
      settings: {
        'innodb-redo-log-capacity': '16M',
        'innodb-doublewrite': 'OFF',
        'performance-schema': 'OFF',
        mysqlx: 'OFF',
      },
      prepare(directory) {
        const data = path.join(directory, 'data')
        // Copies no data if the file system can share the blocks of both files.
        const mode = constants.COPYFILE_FICLONE
        cpSync(path.join(folder, 'data'), data, { recursive: true, mode })
        return [server]
      },
    },
    options,
  )
}

/** Whether to skip tests that need MySQL, because it is not installed. In CI they fail instead. */
export function skipsMysql(): boolean {
  return process.env['CI'] === undefined && !existsSync(server)
}
