import { symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { type Daemon, startDaemon } from './daemon.ts'
import { findProgram } from './find-program.ts'
import type { Redis } from './redis.ts'

export interface SentinelOptions {
  /** The password that clients must send. Default: none. */
  readonly password?: string
}

/** Starts a Redis sentinel. It monitors a server with a password, under the name `main`. */
export function startSentinel(master: Redis, { password }: SentinelOptions = {}): Promise<Daemon> {
  return startDaemon({
    name: 'sentinel',
    stopSignal: 'SIGTERM',
    async prepare(directory) {
      const program = path.join(directory, 'redis-sentinel')
      symlinkSync(findProgram('redis-check-rdb'), program)
      const settings = path.join(directory, 'sentinel.conf')
      const lines = [
        `bind ${host}`,
        `sentinel monitor main ${master.host} ${master.port} 1`,
        `sentinel auth-pass main ${master.password}`,
        ...(password ? [`requirepass ${password}`] : []),
      ]
      writeFileSync(settings, `${lines.join('\n')}\n`)
      const env = { PATH: process.env['PATH'], HOME: directory }
      return (port) => ({
        command: [program, settings, '--port', String(port)],
        options: { cwd: directory, env },
        ready: /\+monitor master main/,
      })
    },
  })
}
