import type { FaultServer } from '@readyz/conformance'
import type { Fault, Misconfiguration, SqlDaemon, SqlFault } from './fault.ts'

/** The statements and responses of one kind of SQL server. */
export interface Dialect<S extends SqlDaemon> {
  /** Returns a query that takes this number of seconds. */
  sleep(seconds: number): string
  /** Waits until the server executes a query of `sleep`. */
  untilSleeping(server: S): Promise<void>
  /** Cancels the query of `sleep` that the server executes. */
  cancelSleep(server: S): Promise<void>
  setPassword(server: S, password: string): Promise<void>
  /** Drops a database. The user of the application keeps its permission to use it. */
  dropDatabase(server: S, name: string): Promise<void>
  /** Creates a database that the user of the application may use. */
  createDatabase(server: S, name: string): Promise<void>
  /** Rejects every client like a server at its connection limit, but keeps the connection open. */
  tooManyConnections(): Promise<FaultServer>
  /**
   * The result of a check if the server answers with HTTP. It is `timeout` if the client waits for
   * the server to send first, because an HTTP server does not.
   */
  readonly resultForHttp: 'invalid' | 'timeout'
  /** Opens connections up to the server's limit. Resolves with the function that closes them. */
  useAllConnections(server: S): Promise<() => Promise<void>>
}

/** The name of a database that does not exist until the fault `missingDatabase` ends. */
export const missingDatabase = 'absent'

/** The names of the faults that only SQL servers have. */
export type SqlFaultName =
  | 'killedDuringQuery'
  | 'frozenDuringQuery'
  | 'wrongPassword'
  | 'missingPassword'
  | 'missingDatabase'
  | 'atConnectionLimit'
  | 'atConnectionLimitWithIdlePool'
  | 'poolExhausted'
  | 'missingTls'
  | 'untrustedCertificate'

/** Returns the faults that only SQL servers have. */
export function sqlFaults<S extends SqlDaemon>(
  dialect: Dialect<S>,
): Readonly<Record<SqlFaultName, SqlFault<S>>> {
  const { sleep, untilSleeping, cancelSleep, setPassword, useAllConnections } = dialect
  const misconfigured = (name: string, misconfiguration: Misconfiguration): Fault => ({
    name,
    misconfiguration,
    apply: async ({ setup }) => setup.fixConfiguration,
  })
  return {
    killedDuringQuery: {
      name: 'server killed during a query',
      where: 'server',
      async apply({ server, application }) {
        const failed = application.query(sleep(60)).catch(() => 'failed')
        await untilSleeping(server)
        await server.kill()
        await failed
        return () => server.start()
      },
    },
    frozenDuringQuery: {
      name: 'server frozen during a query',
      idle: true,
      async apply({ server, application }) {
        // A short sleep could end before `untilSleeping` finds it.
        const cancelled = application.query(sleep(60)).catch(() => 'cancelled')
        await untilSleeping(server)
        server.freeze()
        return async () => {
          server.thaw()
          await cancelSleep(server)
          await cancelled
        }
      },
    },
    wrongPassword: {
      name: 'wrong password',
      async apply({ server }) {
        await setPassword(server, 'another')
        return () => setPassword(server, server.password)
      },
    },
    missingPassword: misconfigured('missing password', 'missing password'),
    missingDatabase: {
      name: 'missing database',
      misconfiguration: 'missing database',
      async apply({ server }) {
        await dialect.dropDatabase(server, missingDatabase)
        return () => dialect.createDatabase(server, missingDatabase)
      },
    },
    atConnectionLimit: {
      name: 'server at its connection limit, without an idle connection in the pool',
      apply: ({ server }) => useAllConnections(server),
    },
    atConnectionLimitWithIdlePool: {
      name: 'server at its connection limit, with idle connections in the pool',
      idle: true,
      apply: ({ server }) => useAllConnections(server),
    },
    poolExhausted: {
      name: 'pool with all connections in use',
      apply: ({ application }) => application.acquireAll(),
    },
    missingTls: {
      ...misconfigured('server that requires TLS from a client without TLS', 'missing TLS'),
      secured: true,
    },
    untrustedCertificate: {
      ...misconfigured('untrusted server certificate', 'TLS without the certificate authority'),
      secured: true,
    },
  }
}
