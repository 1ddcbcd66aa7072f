import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { createConnection } from 'mysql2/promise'
import { type Daemon, startDaemon } from './daemon.ts'
import { asRoot, findProgram } from './programs.ts'

/** A MariaDB of its own. */
export interface Mariadb extends Daemon {
  readonly socketPath: string
  readonly user: string
  readonly password: string
  readonly database: string
  readonly url: string
  /** Runs a statement as the superuser, also when all other connections are taken. */
  sql(text: string): Promise<void>
}

export interface MariadbOptions {
  readonly tls?: { readonly key: string; readonly cert: string }
  /** How many connections `app` may have, 20 by default, 10 at least; `sql` has one of its own on top. */
  readonly maxConnections?: number
  /** Options of the server, such as `{ 'require-secure-transport': 'on' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

const app = { user: 'app', password: 's3cret-pw', database: 'app' } as const

/** Starts a real server and makes the account and database `app`. */
export async function startMariadb(options: MariadbOptions = {}): Promise<Mariadb> {
  const daemon = await startDaemon({
    name: 'mariadb',
    stopSignal: 'SIGTERM',
    async prepare(directory) {
      const server = findProgram('mariadbd')
      const flags = configure(directory, options)
      createTables(server, flags)
      const ready = /ready for connections/
      return (port) => ({
        command: [server, ...flags, `--port=${port}`],
        options: { cwd: directory, env: environment(directory) },
        ready,
      })
    },
    async furnish(directory) {
      const account = `${app.user}@'%' IDENTIFIED BY '${app.password}'`
      await asSuperuser(directory, `CREATE DATABASE ${app.database}`)
      await asSuperuser(directory, `GRANT ALL ON ${app.database}.* TO ${account}`)
    },
  })
  const { directory, port } = daemon
  return Object.assign(daemon, {
    ...app,
    socketPath: socketOf(directory),
    url: `mysql://${app.user}:${app.password}@${host}:${port}/${app.database}`,
    sql: (text: string) => asSuperuser(directory, text),
  })
}

const socketOf = (directory: string) => path.join(directory, 'socket')
const environment = (directory: string) => ({ PATH: process.env['PATH'], HOME: directory })

/** Writes the server's files and gives its flags. */
function configure(directory: string, options: MariadbOptions): readonly string[] {
  const file = (name: string) => path.join(directory, name)
  mkdirSync(file('data'))
  if (options.tls) {
    writeFileSync(file('key.pem'), options.tls.key)
    writeFileSync(file('cert.pem'), options.tls.cert)
  }
  const settings = {
    datadir: file('data'),
    tmpdir: directory,
    socket: socketOf(directory),
    'pid-file': file('mariadb.pid'),
    'bind-address': host,
    'max-connections': String(options.maxConnections ?? 20),
    'innodb-buffer-pool-size': '16M',
    'innodb-log-file-size': '4M',
    'innodb-flush-log-at-trx-commit': '0',
    ...(options.tls && { 'ssl-key': file('key.pem'), 'ssl-cert': file('cert.pem') }),
    ...options.settings,
  }
  const flags = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  const plain = ['--no-defaults', '--skip-log-bin', '--skip-name-resolve']
  return [...plain, ...asRoot('--user=root'), ...flags]
}

/** What `mariadb-install-db` does, in a quarter of its time. */
function createTables(server: string, flags: readonly string[]): void {
  const share = path.join(path.dirname(server), '../share/mysql')
  const files = ['system_tables', 'performance_tables', 'system_tables_data']
  const texts = files.map((name) => readFileSync(path.join(share, `mysql_${name}.sql`), 'utf8'))
  const input = ['CREATE DATABASE mysql;', 'USE mysql;', ...texts].join('\n')
  execFileSync(server, [...flags, '--bootstrap'], { input, stdio: ['pipe', 'ignore', 'pipe'] })
}

async function asSuperuser(directory: string, text: string): Promise<void> {
  const socketPath = socketOf(directory)
  const connection = await createConnection({ socketPath, user: 'root', connectTimeout: 5000 })
  try {
    await connection.query(text)
  } finally {
    await connection.end()
  }
}
