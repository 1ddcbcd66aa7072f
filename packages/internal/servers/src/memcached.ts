import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { type Daemon, startDaemon } from './daemon.ts'
import { findProgram, rootFlags } from './find-program.ts'

/** A memcached server. */
export interface Memcached extends Daemon {
  readonly user: string
  readonly password: string
}

export interface MemcachedOptions {
  /** If true, clients must log in with `user` and `password`. Default: false. */
  readonly sasl?: boolean
  /** The address on which the server listens. Default: `127.0.0.1`. */
  readonly host?: string
}

const app = { user: 'app', password: 's3cret-pw' } as const

/** Starts a memcached server. */
export async function startMemcached(options: MemcachedOptions = {}): Promise<Memcached> {
  const address = options.host ?? host
  const daemon = await startDaemon({
    name: 'memcached',
    // SIGKILL, because a graceful stop takes up to a second, and there is nothing to save.
    stopSignal: 'SIGKILL',
    async prepare(directory) {
      const sasl = options.sasl ? ['-S'] : []
      if (options.sasl) createAccount(directory)
      const flags = ['-l', address, '-U', '0', '-m', '16', ...sasl, ...rootFlags('-u', 'root')]
      const env = { PATH: process.env['PATH'], HOME: directory, SASL_CONF_PATH: directory }
      return (port) => ({
        command: [findProgram('memcached'), '-vv', '-p', String(port), ...flags],
        options: { cwd: directory, env },
        ready: /server listening/,
      })
    },
  })
  return Object.assign(daemon, { ...app, host: address })
}

function createAccount(directory: string): void {
  const file = path.join(directory, 'sasldb2')
  const configuration = `mech_list: plain\nauxprop_plugin: sasldb\nsasldb_path: ${file}\n`
  writeFileSync(path.join(directory, 'memcached.conf'), configuration)
  const flags = ['-p', '-c', '-a', 'memcached', '-f', file, app.user]
  execFileSync(findProgram('saslpasswd2'), flags, { input: app.password })
}
