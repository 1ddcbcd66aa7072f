import type { Address } from '@readyz/conformance'
import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { Fault, Misconfiguration } from './fault.ts'
import type { Opened } from './scenario.ts'

/** A fault, and what a probe has to say of it: `pass`, or the reason. */
export type Row<A extends Application = Application, S extends Daemon = Daemon> = readonly [
  fault: Fault<A, S>,
  says: string,
]

/** One kind of client of one kind of server. */
export interface DriverUnderTest<A extends Application = Application, S extends Daemon = Daemon> {
  readonly driver: string
  /** Of the client package. */
  readonly version: string
  /** The kind of server. */
  readonly serverName: string
  /** What is handed to the driver, such as `Pool`. */
  readonly asked: string
  /** The check that people write, in a few words. */
  readonly obvious: string
  /** Whether its server is not installed here, so that its tests are skipped. Default: false. */
  readonly isSkipped?: boolean
  /** `secured` lets nobody in without TLS. */
  startServer(secured: boolean): Promise<S>
  /** A text whose first number with a dot is the server's version. */
  serverVersion(server: S): Promise<string>
  open(server: S, options: OpenOptions): Opened<A>
  readonly rows: readonly Row<A, S>[]
  /** Faults that the client itself does not survive, so that the application does not work afterwards. Default: none. */
  readonly fatal?: readonly Fault<A, S>[]
}

export interface OpenOptions {
  readonly address: Address
  readonly misconfiguration?: Misconfiguration | undefined
  /** The client waits for its server for as long as it takes; default: as long as it does by default. */
  readonly isPatient?: boolean | undefined
}
