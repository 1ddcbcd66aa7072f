import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from './find-program.ts'
import { type MysqlServer, type MysqlServerOptions, startMysqlServer } from './mysql-and-mariadb.ts'

export type Mariadb = MysqlServer

/** Starts a MariaDB server. */
export function startMariadb(options: MysqlServerOptions = {}): Promise<Mariadb> {
  const server = findProgram('mariadbd')
  return startMysqlServer(
    {
      name: 'mariadb',
      settings: { 'innodb-log-file-size': '4M' },
      prepare(directory, flags) {
        mkdirSync(path.join(directory, 'data'))
        createTables(server, flags)
        return [server, '--no-defaults']
      },
    },
    options,
  )
}

/** Creates the data directory as `mariadb-install-db` does, in a quarter of its time. */
function createTables(server: string, flags: readonly string[]): void {
  const share = path.join(path.dirname(server), '../share/mysql')
  const files = ['system_tables', 'performance_tables', 'system_tables_data']
  const texts = files.map((name) => readFileSync(path.join(share, `mysql_${name}.sql`), 'utf8'))
  const input = ['CREATE DATABASE mysql;', 'USE mysql;', ...texts].join('\n')
  const args = ['--no-defaults', ...flags, '--bootstrap']
  execFileSync(server, args, { input, stdio: ['pipe', 'ignore', 'pipe'] })
}
