import type { Duplex } from 'node:stream'
import {
  type ConnectionScope,
  closed,
  connectionScope,
  containListeners,
  containStream,
  destroyOnAbort,
  limitBytes,
  openSocket,
  redactErrors,
  untilAborted,
} from '@readyz/net'
import { expectOneRow } from '@readyz/sql'
import {
  type ConnectionConfig,
  type CoreConnection,
  type CorePool,
  noop,
  type PoolConfig,
  passwordsOf,
  runStatement,
} from './client.ts'
import { containConnection, inspectGreeting } from './contain-errors.ts'

/** A connection of our own. */
interface DedicatedConnection {
  readonly connection: CoreConnection
  /** Says goodbye. */
  quit(): void
}

/** Makes a connection of the class of the application's. */
export type OpenConnection = (config: ConnectionConfig) => DedicatedConnection

export function connectionOpener(original: CoreConnection): OpenConnection {
  assertStreamFactory(original.config)
  const Connection = original.constructor as new (options: {
    config: ConnectionConfig
  }) => CoreConnection
  return (config) => {
    const connection = new Connection({ config })
    return { connection, quit: () => connection.end(noop) }
  }
}

/** A pool shows the class of its connections only through them, so each of ours comes from a pool of its own. */
export function poolConnectionOpener(original: CorePool): OpenConnection {
  assertStreamFactory(original.config.connectionConfig)
  const Pool = original.constructor as new (options: { config: PoolConfig }) => CorePool
  return (connectionConfig) => {
    // With `maxIdle` as high as the limit there is no timer that looks after idle ones.
    const limits = { connectionLimit: 1, maxIdle: 1 }
    const pool = new Pool({ config: { ...original.config, ...limits, connectionConfig } })
    pool.getConnection(noop)
    const connection = pool._allConnections.get(0)
    if (connection === undefined) throw new TypeError('mysql2 does not show its connections')
    return { connection, quit: () => pool.end(noop) }
  }
}

/** Asks over a connection of our own, which is gone afterwards, however it ends. */
export function queryDedicatedConnection(
  open: OpenConnection,
  config: ConnectionConfig,
  statement: string,
  signal: AbortSignal,
): Promise<void> {
  const ask = async (scope: ConnectionScope) => {
    const socket = connect(config, scope)
    const { connection, quit } = open(copyWith(config, socket))
    connection.on('error', noop)
    containConnection(connection, scope.fail)
    expectOneRow(await untilAborted(scope.signal, runStatement(connection, statement)))
    quit()
    // Does not wait for the server to say goodbye too.
    connection.stream.end(() => socket.destroy())
    await closed(socket)
  }
  return redactErrors(
    () => passwordsOf(config),
    () => connectionScope(signal, ask),
  )
}

/**
 * The socket that mysql2 would make, or that of the application. The end of the scope destroys it, but not the
 * connection: mysql2 would answer what the server still says in the handshake, over a socket that it has ended.
 */
function connect(config: ConnectionConfig, scope: ConnectionScope): Duplex {
  const { stream, socketPath, host, port } = config
  const { signal, fail } = scope
  const made = typeof stream === 'function' ? destroyOnAbort(signal, stream({ config })) : undefined
  const socket = made ?? openSocket(signal)
  containStream(socket, fail, limitBytes())
  containListeners(socket, fail, inspectGreeting())
  if (made !== undefined) return made
  if (socketPath) socket.connect(socketPath)
  else socket.connect({ host, port: port ?? 3306 }).setNoDelay()
  return socket
}

function assertStreamFactory({ stream }: ConnectionConfig): void {
  if (typeof stream !== 'object' || stream === null) return
  throw new TypeError(
    'mysql2Checker needs a `stream` option that is a function, to make one of its own',
  )
}

/** Ours to change; password getters and the class stay. One row needs no compression. */
function copyWith(config: ConnectionConfig, stream: Duplex): ConnectionConfig {
  const copy = Object.create(
    Object.getPrototypeOf(config),
    Object.getOwnPropertyDescriptors(config),
  )
  return Object.assign(copy, { stream, connectTimeout: 0, compress: false })
}
