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

/** A connection that the driver has opened. */
interface DedicatedConnection {
  readonly connection: CoreConnection
  /** Sends COM_QUIT. */
  quit(): void
}

/** Opens a connection with the class of the application's connection. */
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

/**
 * A pool does not expose the class of its connections, so each dedicated connection comes from a
 * new pool.
 */
export function poolConnectionOpener(original: CorePool): OpenConnection {
  assertStreamFactory(original.config.connectionConfig)
  const Pool = original.constructor as new (options: { config: PoolConfig }) => CorePool
  return (connectionConfig) => {
    // If `maxIdle` equals the limit, mysql2 starts no timer for idle connections.
    const limits = { connectionLimit: 1, maxIdle: 1 }
    const pool = new Pool({ config: { ...original.config, ...limits, connectionConfig } })
    pool.getConnection(noop)
    const connection = pool._allConnections.get(0)
    if (connection === undefined)
      throw new TypeError('the pool of mysql2 has no connection after getConnection()')
    return { connection, quit: () => pool.end(noop) }
  }
}

/** Opens a dedicated connection, runs the statement on it, and closes it, also after a failure. */
export function queryDedicatedConnection(
  open: OpenConnection,
  config: ConnectionConfig,
  statement: string,
  signal: AbortSignal,
): Promise<void> {
  const query = async (scope: ConnectionScope) => {
    const socket = connect(config, scope)
    const { connection, quit } = open(copyWith(config, socket))
    connection.on('error', noop)
    containConnection(connection, scope.fail)
    expectOneRow(await untilAborted(scope.signal, runStatement(connection, statement)))
    quit()
    // A frozen server does not close the connection, so the check does not wait for it.
    connection.stream.end(() => socket.destroy())
    await closed(socket)
  }
  return redactErrors(
    () => passwordsOf(config),
    () => connectionScope(signal, query),
  )
}

/**
 * The socket that mysql2 would open, or the socket of the application. The end of the scope
 * destroys the socket and not the connection, because mysql2 would respond to the rest of the
 * handshake on a socket that it has ended.
 */
function connect(config: ConnectionConfig, scope: ConnectionScope): Duplex {
  const { stream, socketPath, host, port } = config
  const { signal, fail } = scope
  const applicationStream =
    typeof stream === 'function' ? destroyOnAbort(signal, stream({ config })) : undefined
  const socket = applicationStream ?? openSocket(signal)
  containStream(socket, fail, limitBytes())
  containListeners(socket, fail, inspectGreeting())
  if (applicationStream !== undefined) return applicationStream
  if (socketPath) socket.connect(socketPath)
  else socket.connect({ host, port: port ?? 3306 }).setNoDelay()
  return socket
}

function assertStreamFactory({ stream }: ConnectionConfig): void {
  if (typeof stream !== 'object' || stream === null) return
  throw new TypeError(
    'the `stream` option of mysql2 must be a function, because mysql2Checker opens a dedicated connection',
  )
}

/**
 * A copy that keeps the class and the password getters. Compression is off, because the result is
 * one row.
 */
function copyWith(config: ConnectionConfig, stream: Duplex): ConnectionConfig {
  const copy = Object.create(
    Object.getPrototypeOf(config),
    Object.getOwnPropertyDescriptors(config),
  )
  return Object.assign(copy, { stream, connectTimeout: 0, compress: false })
}
