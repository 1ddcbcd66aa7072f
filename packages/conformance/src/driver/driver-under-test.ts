import type { Checker } from '@readyz/core'
import type { Address } from '../faults/fault-servers.ts'

/** Creates a client of the server at the address, and its checker. Called once for each rule. */
export type Open = (address: Address) => DriverUnderTest | Promise<DriverUnderTest>

/** Creates a client of several servers, all of which must respond, and its checker. */
export type OpenAll = (addresses: readonly Address[]) => DriverUnderTest | Promise<DriverUnderTest>

export interface DriverUnderTest {
  readonly checker: Checker
  /** Omit it if the checker has no client, for example if it checks a URL. */
  readonly application?: Application
  /** Output of the client that the checker cannot prevent. Default: none. */
  readonly clientOutput?: RegExp
  /** Closes the client. Called and awaited at the end of each rule. */
  close(): unknown
}

/** An application that uses the client. It sends requests only when `use` is called. */
export interface Application {
  /**
   * Runs one typical request of the application with the client. Must succeed again after the
   * server has recovered. If the client does not reconnect, `use` must reconnect it.
   */
  use(): Promise<unknown>
  /**
   * Returns how many connections that were opened during checks the client keeps open. Only drivers
   * that connect through the client need it, such as one for a query function. Default: 0.
   */
  connections?(): number
  readonly pool?: Pool
}

/** The connection pool of the client. */
export interface Pool {
  /** The maximum number of connections. */
  readonly max: number
  /** Acquires a connection, waiting if none is free. Returns a function that releases it. */
  acquire(): Promise<() => unknown>
  /** Returns the number of connections in use. */
  inUse(): number
  /** Returns the number of callers that wait for a connection. */
  waiting(): number
}

/**
 * A real server, which the rules reach through a proxy. Most objects that start a test server have
 * these properties.
 */
export interface Server extends Address {
  /** May appear in the log but not in a response, like `database`, `host` and `port`. */
  readonly user?: string
  /** Must not appear in the log or in a response. */
  readonly password?: string
  readonly database?: string
  /**
   * The bytes that the server sends to a client beyond its connection limit. Default: a line of
   * text.
   */
  readonly connectionLimitError?: string | Uint8Array
  /** Stops the server's processes, as SIGSTOP does. The kernel continues to accept connections. */
  freeze?(): unknown
  thaw?(): unknown
  /**
   * Faults of this kind of server, by name. Each function starts a fault during which a check must
   * fail, and returns a function that ends the fault. Include a fault during which the server
   * accepts logins but answers no request. It detects a checker that passes after the login.
   */
  readonly faults?: Readonly<Record<string, () => Promise<() => unknown>>>
}
