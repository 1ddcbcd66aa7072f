import type { Duplex } from 'node:stream'
import type { ErrorEmitter } from '@readyz/net'

// The parts of mysql2 that the driver uses. The types are structural, because mysql2 is the version
// that the application has installed.

/** A `Pool` of `mysql2` or of `mysql2/promise`. */
export interface Mysql2Pool {
  getConnection(...args: never[]): unknown
  query(...args: never[]): unknown
}

/** A `PoolCluster` of either. */
export interface Mysql2PoolCluster {
  getConnection(...args: never[]): unknown
  of(...args: never[]): unknown
}

/** A `Connection` of either. */
export interface Mysql2Connection {
  changeUser(...args: never[]): unknown
  query(...args: never[]): unknown
}

// The following parts are missing in the types of mysql2. They exist in all versions since the
// oldest tested version.

/** The options of a connection that the driver reads. */
export interface ConnectionConfig {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly socketPath?: string | undefined
  /** Creates the socket, for example with the connector of a cloud provider. */
  readonly stream?: unknown
}

type Callback<T> = (error: unknown, value: T) => void

/** A connection with callbacks. A connection of `mysql2/promise` wraps one. */
export interface CoreConnection extends ErrorEmitter {
  readonly config: ConnectionConfig
  /** The stream that the connection writes to, which may be TLS. */
  readonly stream: Duplex
  query(options: object, callback: Callback<unknown>): unknown
  release(): void
  end(callback: () => void): unknown
  destroy(): void
  removeListener(event: 'error', listener: (error: Error) => void): unknown
}

interface Queue<T> {
  readonly length: number
  get(index: number): T | undefined
}

export interface PoolConfig {
  readonly connectionConfig: ConnectionConfig
  /** 0 means no limit. */
  readonly connectionLimit: number
}

export interface CorePool {
  readonly config: PoolConfig
  readonly _closed: boolean
  readonly _allConnections: Queue<CoreConnection>
  readonly _freeConnections: Queue<CoreConnection>
  getConnection(callback: Callback<CoreConnection>): void
  end(callback: () => void): void
}

export interface CorePoolCluster {
  readonly _closed: boolean
  readonly _nodes: Readonly<Record<string, { readonly pool: CorePool }>>
}

export type Core = CorePool | CorePoolCluster | CoreConnection

/**
 * Returns the client with callbacks inside a client with promises, or the client itself.
 *
 * @throws TypeError if it is not a client of mysql2, or lacks a property that the driver reads
 */
export function coreOf(client: unknown): Core {
  const { pool, poolCluster, connection } = Object(client)
  const core: unknown = pool ?? poolCluster ?? connection ?? client
  if (isPool(core) || isCluster(core) || isConnection(core)) return core
  throw new TypeError('mysql2Checker needs a Pool, a PoolCluster or a Connection of mysql2')
}

export function isPool(core: unknown): core is CorePool {
  const { config, _allConnections, _freeConnections } = Object(core)
  return [config?.connectionConfig, _allConnections, _freeConnections].every(isObject)
}

export function isCluster(core: unknown): core is CorePoolCluster {
  return isObject(Object(core)._nodes)
}

function isConnection(core: unknown): core is CoreConnection {
  const { config, stream } = Object(core)
  // A connection of a pool belongs to the pool.
  return isObject(config) && isObject(stream) && !('_pool' in Object(core))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/**
 * Runs a statement and resolves with rows of buffers, whatever the application has configured. To
 * parse a number, mysql2 reads as many digits as the server has announced, which may block the
 * process.
 */
export function runStatement(connection: CoreConnection, statement: string): Promise<unknown> {
  const query = { sql: statement, rowsAsArray: false, nestTables: false, typeCast: asBuffer }
  return new Promise((resolve, reject) => {
    connection.query(query, (error, rows) => {
      if (error) reject(error)
      else resolve(rows)
    })
  })
}

const asBuffer = (field: { buffer(): unknown }): unknown => field.buffer()

/** The passwords of up to three authentication factors. */
export function passwordsOf(config: ConnectionConfig): readonly unknown[] {
  return ['password', 'password2', 'password3'].map((key) => Reflect.get(config, key))
}

export const noop = (): void => {}
