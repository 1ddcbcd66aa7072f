import type { Duplex } from 'node:stream'
import type { ErrorEmitter } from '@readyz/net'

// What is needed of mysql2, by structure: mysql2 is the application's, in whatever version it has.

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

// No type of mysql2 names the rest, but it has been there in all releases since the oldest that is tested.

/** How connections are made. */
export interface ConnectionConfig {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly socketPath?: string | undefined
  /** An application that needs a special socket, such as that of a cloud provider's connector, makes it here. */
  readonly stream?: unknown
}

type Callback<T> = (error: unknown, value: T) => void

/** A connection whose queries answer to callbacks: what that of `mysql2/promise` is wrapped around. */
export interface CoreConnection extends ErrorEmitter {
  readonly config: ConnectionConfig
  /** What it writes to, TLS included. */
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
  /** 0: as many as it takes. */
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
 * What a client is at its core.
 *
 * @throws TypeError if it is none, or lacks what is needed of it
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
  // One of a pool is the pool's.
  return isObject(config) && isObject(stream) && !('_pool' in Object(core))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/**
 * Runs a statement, and gives rows of buffers, whatever the application has chosen. To make a number of one, mysql2
 * reads as many digits as the server has announced, which may be more than there is time for.
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

/** Those of up to three factors. */
export function passwordsOf(config: ConnectionConfig): readonly unknown[] {
  return ['password', 'password2', 'password3'].map((key) => Reflect.get(config, key))
}

export const noop = (): void => {}
