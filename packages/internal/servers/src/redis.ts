import { execFile } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { host } from '@readyz/conformance'
import { type Daemon, startDaemon } from './daemon.ts'
import { findProgram } from './programs.ts'
import { type RedisFaults, redisFaults } from './redis-faults.ts'

/** A Redis, or a Valkey, of its own. */
export interface Redis extends Daemon {
  /** `app`, or `default` where there is no account of that name. */
  readonly user: string
  readonly password: string
  readonly socketPath: string
  /**
   * Runs a command over a connection of its own, as whoever may do everything, and gives the answer as the command line
   * of Redis prints it.
   */
  command(...words: readonly string[]): Promise<string>
  /** What it says to a client for which it has no room. */
  readonly refusal: string
  readonly faults: RedisFaults
}

export interface RedisOptions {
  /** Default `redis`. */
  readonly program?: 'redis' | 'valkey'
  /** Who gets in: whoever knows `password`, or only who also says that he is `user`. Default: everybody. */
  readonly login?: 'password' | 'user'
  /** Speaks nothing else on its port then. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Settings of the server, such as `{ maxclients: '10' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

const password = 's3cret-pw'
const run = promisify(execFile)

/** Starts a real server, which keeps nothing on disk. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const { program = 'redis', login } = options
  const user = login === 'user' ? 'app' : 'default'
  const daemon = await startDaemon({
    name: program,
    stopSignal: 'SIGTERM',
    async prepare(directory) {
      // One program that goes by the name it is called by, of which there is this one wherever there is a server.
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
    refusal: '-ERR max number of clients reached\r\n',
    faults: redisFaults(command, daemon.directory),
  })
}

const socketOf = (directory: string) => path.join(directory, 'socket')

/** Writes the server's files and gives its flags. */
function configure(directory: string, options: RedisOptions): readonly string[] {
  const settings = {
    bind: host,
    unixsocket: socketOf(directory),
    save: '',
    appendonly: 'no',
    // Commands by which a test makes it slow, or lets it load anew.
    'enable-debug-command': 'yes',
    ...(options.login === 'password' && { requirepass: password }),
    ...(options.tls && secure(directory, options.tls)),
    ...options.settings,
  }
  const flags = Object.entries(settings).map(([name, value]) => [`--${name}`, ...value.split(' ')])
  return [...flags.flat(), ...(options.login === 'user' ? accounts : [])]
}

const accounts = `--user default off --user app on >${password} ~* &* +@all`.split(' ')

function secure(directory: string, { key, cert }: NonNullable<RedisOptions['tls']>) {
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
