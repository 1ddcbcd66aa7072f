import type { Duplex } from 'node:stream'
import type { ErrorEmitter } from '@readyz/net'

// What is needed of pg, by structure: pg is the application's, in whatever version it has.

/** How the application connects, as far as we look at it. */
export interface PgConfig {
  readonly max?: number | undefined
  readonly password?: unknown
  readonly ssl?: unknown
  /** An application that needs a special socket, such as that of a cloud provider's connector, makes it here. */
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

/** What a `Pool` of pg lends. */
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

/** The stream that a client writes to, TLS included. No type of pg names it. */
export function streamOf(client: PgClient | PgPooledClient): Duplex | undefined {
  return (client as { connection?: { stream?: Duplex } }).connection?.stream
}

/** The password that it has sent, also if it comes from a function, a connection string, a file or the environment. */
export function passwordOf(client: PgClient | PgPooledClient): unknown {
  return Reflect.get(client, 'password')
}

export const noop = (): void => {}
