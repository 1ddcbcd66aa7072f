import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { createConnection } from 'mysql2/promise'
import { type Daemon, startDaemon } from './daemon.ts'
import { rootFlags } from './find-program.ts'
import type { ServerCommand } from './launch-server.ts'

/** A MySQL or MariaDB server. */
export interface MysqlServer extends Daemon {
  readonly socketPath: string
  readonly user: string
  readonly password: string
  readonly database: string
  readonly url: string
  /** Runs a statement as the superuser, also when all other connections are in use. */
  sql(text: string): Promise<void>
}

export interface MysqlServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string }
  /** The connection limit of `app`, at least 10. Default: 20. `sql` has one more connection. */
  readonly maxConnections?: number
  /** Options of the server, such as `{ 'require-secure-transport': 'on' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The differences between MySQL and MariaDB. */
export interface MysqlKind {
  readonly name: string
  /** Options that only this kind has. */
  readonly settings: Readonly<Record<string, string>>
  /**
   * Creates the data directory `data`, and returns the command of the server without its other
   * options.
   */
  prepare(directory: string, flags: readonly string[]): readonly [file: string, ...args: string[]]
}

const app = { user: 'app', password: 's3cret-pw', database: 'app' } as const

/** Starts a real server and creates the account and database `app`. */
export async function startMysqlServer(
  kind: MysqlKind,
  options: MysqlServerOptions,
): Promise<MysqlServer> {
  const daemon = await startDaemon({
    name: kind.name,
    stopSignal: 'SIGTERM',
    async prepare(directory) {
      const flags = configure(directory, kind, options)
      const command = kind.prepare(directory, flags)
      return (port): ServerCommand => ({
        command: [...command, ...flags, `--port=${port}`],
        options: { cwd: directory, env: { PATH: process.env['PATH'], HOME: directory } },
        ready: /: ready for connections/,
      })
    },
    async initialize(directory) {
      await asSuperuser(directory, `CREATE DATABASE ${app.database}`)
      await asSuperuser(directory, `CREATE USER ${app.user} IDENTIFIED BY '${app.password}'`)
      await asSuperuser(directory, `GRANT ALL ON ${app.database}.* TO ${app.user}`)
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

/** Writes the server's files and returns its flags. */
function configure(
  directory: string,
  kind: MysqlKind,
  options: MysqlServerOptions,
): readonly string[] {
  const file = (name: string) => path.join(directory, name)
  if (options.tls) {
    writeFileSync(file('key.pem'), options.tls.key)
    writeFileSync(file('cert.pem'), options.tls.cert)
  }
  const settings = {
    datadir: file('data'),
    tmpdir: directory,
    socket: socketOf(directory),
    'pid-file': file('server.pid'),
    'bind-address': host,
    'max-connections': String(options.maxConnections ?? 20),
    'innodb-buffer-pool-size': '16M',
    // A commit is written to the kernel but not to the disk, so it survives a kill of the server.
    'innodb-flush-log-at-trx-commit': '2',
    ...kind.settings,
    ...(options.tls && { 'ssl-key': file('key.pem'), 'ssl-cert': file('cert.pem') }),
    ...options.settings,
  }
  const flags = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  return ['--skip-log-bin', '--skip-name-resolve', ...rootFlags('--user=root'), ...flags]
}

async function asSuperuser(directory: string, text: string): Promise<void> {
  const socketPath = socketOf(directory)
  const connection = await createConnection({ socketPath, user: 'root', connectTimeout: 60_000 })
  try {
    await connection.query(text)
  } finally {
    await connection.end()
  }
}
