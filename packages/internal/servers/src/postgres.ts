import { host } from '@readyz/conformance'
import { Client } from 'pg'
import { type Daemon, startDaemon } from './daemon.ts'
import { createPostgresCluster, type PostgresCluster } from './postgres-cluster.ts'

/** A PostgreSQL server. Its Unix socket is in its directory. */
export interface Postgres extends Daemon {
  readonly user: string
  readonly password: string
  readonly database: string
  readonly url: string
  /**
   * Runs SQL in the database `postgres` as the superuser, also when all other connections are in
   * use.
   */
  sql(text: string): Promise<void>
}

export interface PostgresOptions {
  /** Lines of pg_hba.conf for all accounts except the superuser. Default: a password for `app`. */
  readonly hba?: string
  readonly tls?: { readonly key: string; readonly cert: string }
  /** The connection limit of `app`. Default: 20. `sql` has one more connection. */
  readonly maxConnections?: number
  readonly settings?: Readonly<Record<string, string>>
}

const app = { user: 'app', password: 's3cret-pw', database: 'app' } as const

/** Starts a real server and creates the account and the database `app`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const daemon = await startDaemon({
    name: 'pg',
    stopSignal: 'SIGINT',
    async prepare(directory) {
      const cluster = await createPostgresCluster(directory)
      const settings = { ...configure(cluster, options), unix_socket_directories: directory }
      return (port) => {
        const [file, ...args] = cluster.command
        for (const [name, value] of Object.entries({ ...settings, port })) {
          args.push('-c', `${name}=${value}`)
        }
        const ready = /ready to accept connections/
        return { command: [file, ...args], options: cluster.options, ready }
      }
    },
    async initialize(directory, port) {
      await asSuperuser(directory, port, `CREATE ROLE app LOGIN PASSWORD '${app.password}'`)
      await asSuperuser(directory, port, 'CREATE DATABASE app OWNER app')
    },
  })
  const { directory, port } = daemon
  return Object.assign(daemon, {
    ...app,
    url: `postgres://${app.user}:${app.password}@${host}:${port}/${app.database}`,
    sql: (text: string) => asSuperuser(directory, port, text),
  })
}

const passwordOnly = 'local all app scram-sha-256\nhost all app 127.0.0.1/32 scram-sha-256'

/** Writes the server's files and returns its settings. */
function configure(cluster: PostgresCluster, options: PostgresOptions): Record<string, string> {
  // The first line lets `sql` log in, whatever the other lines contain.
  cluster.write('pg_hba.conf', `local all postgres trust\n${options.hba ?? passwordOnly}\n`)
  if (options.tls) {
    cluster.write('server.key', options.tls.key)
    cluster.write('server.crt', options.tls.cert)
  }
  return {
    listen_addresses: host,
    fsync: 'off',
    shared_buffers: '16MB',
    max_connections: String((options.maxConnections ?? 20) + 1),
    superuser_reserved_connections: '1',
    ssl: options.tls ? 'on' : 'off',
    ...options.settings,
  }
}

async function asSuperuser(directory: string, port: number, text: string): Promise<void> {
  const account = { user: 'postgres', database: 'postgres' }
  const client = new Client({ host: directory, port, ...account, connectionTimeoutMillis: 5000 })
  // If the server is killed, the query rejects, so this event contains no further information.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
