import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { host } from './port.ts'

export interface PostgresOptions {
  /** Lines of pg_hba.conf for everyone but the superuser, instead of a password for `app`. */
  readonly hba?: string
  readonly tls?: { readonly key: string; readonly cert: string }
  /** How many connections `app` may have, 20 by default; `sql` has one of its own on top. */
  readonly maxConnections?: number
  readonly settings?: Readonly<Record<string, string>>
}

const passwordOnly = 'local all app scram-sha-256\nhost all app 127.0.0.1/32 scram-sha-256'

/** Writes the server's files and gives its settings. */
export function configure(cluster: Cluster, options: PostgresOptions): Record<string, string> {
  // The first line keeps `sql` working whatever the others say.
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

/** Resolves when the server takes queries, rejects with its last words when it ends instead. */
export async function launch(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const [file, ...args] = cluster.command
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  const child = spawn(file, args, {
    ...cluster.options,
    // The interrupt key of a terminal is meant for us.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => reject(new Error(`PostgreSQL did not start:\n${lines.join('\n')}`)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      if (lines.length > 20) lines.shift()
      if (line.includes('ready to accept connections')) resolve()
    })
  })
  return child
}

// What those who died a moment ago still hold.
const leftover = /Address already in use|shared memory block .* is still in use|lock file/

/** Launches on the same port and directory as before, once the old processes let go of them. */
export async function relaunch(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
  deadline: number = Date.now() + 5000,
): Promise<ChildProcess> {
  try {
    return await launch(cluster, settings)
  } catch (error) {
    if (!leftover.test(String(error)) || Date.now() > deadline) throw error
    await sleep(50)
    return relaunch(cluster, settings, deadline)
  }
}
