import type { Checker } from '@readyz/core'
import type { Address } from '../faults/servers.ts'

/** Makes a client that finds its server at the address, and the checker over it. Called anew for each rule. */
export type Open = (address: Address) => DriverUnderTest | Promise<DriverUnderTest>

/** Makes a client of several servers, all of which must answer, and the checker over it. */
export type OpenAll = (addresses: readonly Address[]) => DriverUnderTest | Promise<DriverUnderTest>

export interface DriverUnderTest {
  readonly checker: Checker
  /** Absent where the checker has no client, as one of a URL. */
  readonly application?: Application
  /** What the client itself prints, of which no checker can take the console. Default: nothing. */
  readonly prints?: RegExp
  /** Ends the client. Called, and awaited, at the end of each rule. */
  close(): unknown
}

/** An application that has the client, as far as a check could do it harm. By itself it does nothing. */
export interface Application {
  /**
   * One small piece of what it does all day, over the connections of its client. It has to succeed again when the server is
   * back: where the client does not connect anew, the application does.
   */
  use(): Promise<unknown>
  /**
   * How many of the connections that were made during checks are the client's, to be kept: not 0 only where a check
   * dials through the client, as a query function does. Default 0.
   */
  connections?(): number
  readonly pool?: Pool
}

/** What the client is, where it lends connections. */
export interface Pool {
  /** Connections that it lends at a time. */
  readonly max: number
  /** Waits for one, as the application does; gives it back when called. */
  take(): Promise<() => unknown>
  /** Connections that are lent now. */
  busy(): number
  /** Callers that wait for one. */
  waiting(): number
}

/** A real server, which the rules reach through a proxy of their own. Many handles of test servers fit as they are. */
export interface Server extends Address {
  /** Like `database`, `host` and `port` for the log only. */
  readonly user?: string
  /** For nobody. */
  readonly password?: string
  readonly database?: string
  /** The bytes that the server sends to a client beyond its connection limit. Default: a line of text. */
  readonly refusal?: string | Uint8Array
  /** Stops its processes, as SIGSTOP does: the kernel goes on accepting, nobody answers. */
  freeze?(): unknown
  thaw?(): unknown
  /**
   * What can happen to this kind of server, by name. Each makes a fault under which the checker must fail, and returns
   * what heals it. One at least should let clients in and answer no request: it finds the checker that takes a login for
   * an answer.
   */
  readonly faults?: Readonly<Record<string, () => Promise<() => unknown>>>
}
