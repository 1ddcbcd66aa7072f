import type { FaultServer } from '@readyz/conformance'
import type { Application, EndpointKind, PoolApplication } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { Scenario } from './scenario.ts'

/** A fault of a server, of the network or of the configuration. */
export interface Fault<A extends Application = Application, S extends Daemon = Daemon> {
  /** The name in tests and tables: a noun phrase that is understood alone. */
  readonly name: string
  /** How the application reaches the server. Default: through a proxy. */
  readonly where?: EndpointKind
  /** Whether the application has idle connections when the fault begins. Default: false. */
  readonly idle?: boolean
  /** What is wrong in the configuration of the client until the fault ends. */
  readonly misconfiguration?: Misconfiguration
  /** Whether the server rejects connections without TLS. Default: false. */
  readonly secured?: boolean
  /** Begins the fault. Resolves with the function that ends it. */
  readonly apply: (scenario: Scenario<A, S>) => Promise<() => unknown>
}

export type Misconfiguration =
  | 'missing password'
  | 'missing database'
  | 'missing TLS'
  | 'TLS without the certificate authority'

/** A server that executes SQL statements. */
export interface SqlDaemon extends Daemon {
  readonly user: string
  readonly password: string
  readonly database: string
  sql(text: string): Promise<void>
}

export type SqlFault<S extends SqlDaemon> = Fault<PoolApplication, S>

/** Returns a fault during which the proxy connects clients to another server. */
export function replaceServer(name: string, open: () => Promise<FaultServer>): Fault {
  return {
    name,
    async apply({ proxy, server }) {
      const replacement = await open()
      proxy.target = replacement
      return async () => {
        proxy.target = server
        proxy.cut()
        await replacement.close()
      }
    },
  }
}
