import type { Address } from '@readyz/conformance'
import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { Fault, Misconfiguration } from './fault.ts'
import type { OpenedApplication } from './scenario.ts'

/** A fault, and the expected result of a probe during it: `pass`, or the reason. */
export type Row<A extends Application = Application, S extends Daemon = Daemon> = readonly [
  fault: Fault<A, S>,
  expected: string,
]

/** A driver with one kind of client and one kind of server. */
export interface DriverUnderTest<A extends Application = Application, S extends Daemon = Daemon> {
  readonly driver: string
  /** The version of the client package. */
  readonly version: string
  /** The kind of server, such as `PostgreSQL`. */
  readonly serverName: string
  /** The kind of client that is passed to the driver, such as `Pool`. */
  readonly client: string
  /** The source text of the hand-written check. */
  readonly handWrittenCheck: string
  /** Whether the server is not installed, so that the tests are skipped. Default: false. */
  readonly isSkipped?: boolean
  /** `secured`: the server rejects connections without TLS. */
  startServer(secured: boolean): Promise<S>
  /** Resolves with a text whose first number with a dot is the version of the server. */
  serverVersion(server: S): Promise<string>
  open(server: S, options: OpenOptions): OpenedApplication<A>
  readonly rows: readonly Row<A, S>[]
  /** Faults after which the client itself never works again. Default: none. */
  readonly unrecoverable?: readonly Fault<A, S>[]
}

export interface OpenOptions {
  readonly address: Address
  readonly misconfiguration?: Misconfiguration | undefined
  /** Whether the client's timeout is longer than the server is ever frozen. Default: false. */
  readonly hasLongTimeout?: boolean | undefined
}
