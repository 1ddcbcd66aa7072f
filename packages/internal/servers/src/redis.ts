import { execFile } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { host } from '@readyz/conformance'
import { type Daemon, startDaemon } from './daemon.ts'
import { findProgram } from './find-program.ts'
import { type RedisFaults, redisFaults } from './redis-faults.ts'

/** A Redis or Valkey server. */
export interface Redis extends Daemon {
  /** `app`, or `default` if the server has no account `app`. */
  readonly user: string
  readonly password: string
  readonly socketPath: string
  /**
   * Runs a command with all permissions over a separate connection. Returns the response as
   * `redis-cli` prints it.
   */
  command(...words: readonly string[]): Promise<string>
  /** The error for a client above the connection limit. */
  readonly connectionLimitError: string
  readonly faults: RedisFaults
}

export interface RedisOptions {
  /** The server. Default: `redis`. */
  readonly program?: 'redis' | 'valkey'
  /** Required credentials: `password`, or `user` and `password`. Default: none. */
  readonly login?: 'password' | 'user'
  /** If set, the port accepts only TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Settings of the server, such as `{ maxclients: '10' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

const password = 's3cret-pw'
const run = promisify(execFile)

/** Starts a real server that stores nothing on disk. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const { program = 'redis', login } = options
  const user = login === 'user' ? 'app' : 'default'
  const daemon = await startDaemon({
    name: program,
    stopSignal: 'SIGTERM',
    async prepare(directory) {
      // Debian installs one program under several names. The name on the next line exists on every
      // system with the server.
      const server = path.join(directory, `${program}-server`)
      symlinkSync(findProgram(`${program}-check-rdb`), server)
      const flags = configure(directory, options)
      const env = { PATH: process.env['PATH'], HOME: directory }
      return (port) => ({
        command: [server, options.tls ? '--tls-port' : '--port', String(port), ...flags],
        options: { cwd: directory, env },
        ready: /Ready to accept connections/,
      })
    },
  })
  const socketPath = socketOf(daemon.directory)
  const client = findProgram(`${program}-cli`)
  const flags = ['-e', '-s', socketPath, ...(login ? ['--user', user] : [])]
  const env = { ...process.env, ...(login && { REDISCLI_AUTH: password }) }
  const command = async (...words: readonly string[]) => {
    const { stdout } = await run(client, [...flags, ...words], { env })
    return stdout.trimEnd()
  }
  return Object.assign(daemon, {
    user,
    password,
    socketPath,
    command,
    connectionLimitError: '-ERR max number of clients reached\r\n',
    faults: redisFaults(command, daemon.directory),
  })
}

const socketOf = (directory: string) => path.join(directory, 'socket')

/** Writes the server's files and returns its flags. */
function configure(directory: string, options: RedisOptions): readonly string[] {
  const settings = {
    bind: host,
    unixsocket: socketOf(directory),
    save: '',
    appendonly: 'no',
    // Tests use debug commands to slow the server down or to make it load its data again.
    'enable-debug-command': 'yes',
    ...(options.login === 'password' && { requirepass: password }),
    ...(options.tls && configureTls(directory, options.tls)),
    ...options.settings,
  }
  const flags = Object.entries(settings).map(([name, value]) => [`--${name}`, ...value.split(' ')])
  return [...flags.flat(), ...(options.login === 'user' ? accounts : [])]
}

const accounts = `--user default off --user app on >${password} ~* &* +@all`.split(' ')

function configureTls(directory: string, { key, cert }: NonNullable<RedisOptions['tls']>) {
  const write = (name: string, text: string) => {
    const file = path.join(directory, name)
    writeFileSync(file, text)
    return file
  }
  return {
    port: '0',
    'tls-key-file': write('key.pem', key),
    'tls-cert-file': write('cert.pem', cert),
    'tls-auth-clients': 'no',
  }
}
