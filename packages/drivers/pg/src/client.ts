import type { Duplex } from 'node:stream'
import type { ErrorEmitter } from '@readyz/net'

// The parts of pg that the driver uses. The types are structural, because pg is the version that
// the application has installed.

/** The options of a connection that the driver reads. */
export interface PgConfig {
  readonly max?: number | undefined
  readonly password?: unknown
  readonly ssl?: unknown
  /** Creates the socket, for example with the connector of a cloud provider. */
  readonly stream?: unknown
}

/** A `Client` of pg. */
export interface PgClient extends ErrorEmitter {
  connect(): Promise<unknown>
  query(statement: string): Promise<unknown>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
}

/** A connection that was acquired from a `Pool` of pg. */
export interface PgPooledClient extends ErrorEmitter {
  query(statement: string): Promise<unknown>
  removeListener(event: 'error', listener: (error: Error) => void): unknown
  release(destroy?: boolean): void
}

/** A `Pool` of pg. */
export interface PgPool extends ErrorEmitter {
  readonly options: PgConfig
  readonly ending?: boolean
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
  connect(): Promise<PgPooledClient>
}

export type ClientConstructor = new (config: object) => PgClient

/** The stream that a client writes to, which may be TLS. It is missing in the types of pg. */
export function streamOf(client: PgClient | PgPooledClient): Duplex | undefined {
  return (client as { connection?: { stream?: Duplex } }).connection?.stream
}

/**
 * The password of a client, which may come from a function, a connection string, a file or the
 * environment.
 */
export function passwordOf(client: PgClient | PgPooledClient): unknown {
  return Reflect.get(client, 'password')
}

export const noop = (): void => {}
