import type { FaultServer } from '@readyz/conformance'
import type { Application, EndpointKind, PoolApplication } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { Scenario } from './scenario.ts'

/** What can happen to a server, made and revertedAt. */
export interface Fault<A extends Application = Application, S extends Daemon = Daemon> {
  readonly name: string
  /** Default: behind a proxy. */
  readonly where?: EndpointKind
  /** The application has idle connections when it happens. Default: it has none yet. */
  readonly idle?: boolean
  /** What is wrong with how the application connects, until it is mended. */
  readonly misconfiguration?: Misconfiguration
  /** It happens to a server that lets nobody in without TLS. */
  readonly secured?: boolean
  /** Makes the fault, and returns what heals it. */
  readonly apply: (harness: Scenario<A, S>) => Promise<() => unknown>
}

export type Misconfiguration =
  | 'no password'
  | 'absent database'
  | 'no TLS'
  | 'TLS that trusts nobody'

/** A server that takes statements. */
export interface SqlDaemon extends Daemon {
  readonly user: string
  readonly password: string
  readonly database: string
  sql(text: string): Promise<void>
}

export type SqlFault<S extends SqlDaemon> = Fault<PoolApplication, S>

/** A fault in place of the server, behind the proxy. */
export function inPlace(name: string, open: () => Promise<FaultServer>): Fault {
  return {
    name,
    async apply({ proxy, server }) {
      const other = await open()
      proxy.target = other
      return async () => {
        proxy.target = server
        proxy.cut()
        await other.close()
      }
    },
  }
}
