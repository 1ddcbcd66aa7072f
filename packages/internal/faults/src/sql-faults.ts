import type { FaultServer } from '@readyz/conformance'
import type { Fault, Misconfiguration, SqlDaemon, SqlFault } from './fault.ts'

/** In the words of one kind of SQL server. */
export interface Dialect<S extends SqlDaemon> {
  /** A query that lasts so many seconds. */
  sleep(seconds: number): string
  /** Waits until the server works on such a query. */
  sleepUnderway(server: S): Promise<void>
  setPassword(server: S, password: string): Promise<void>
  /** So that `app` has the right to a database that does not exist. */
  dropDatabase(server: S, name: string): Promise<void>
  /** Makes a database that `app` may use. */
  createDatabase(server: S, name: string): Promise<void>
  /** Refuses everybody as a server that has no connection left, but does not hang up. */
  reportsTooMany(): Promise<FaultServer>
  /** What a check of a server that speaks HTTP reports: some clients wait for the server to speak first. */
  readonly otherProtocol: 'invalid' | 'timeout'
  /** Takes every connection that the server has left; gives them back when called. */
  occupy(server: S): Promise<() => Promise<void>>
}

/** A database that no application finds, until it is made. */
export const absentDatabase = 'absent'

/** The faults of SQL servers. */
export type SqlFaultName =
  | 'killedInMidQuery'
  | 'frozenInMidQuery'
  | 'wrongPassword'
  | 'noPassword'
  | 'missingDatabase'
  | 'serverFull'
  | 'serverFullButOneIdle'
  | 'poolExhausted'
  | 'tlsRequired'
  | 'unknownCertificate'

/** What can happen to any SQL server. */
export function sqlFaults<S extends SqlDaemon>(
  dialect: Dialect<S>,
): Readonly<Record<SqlFaultName, SqlFault<S>>> {
  const { sleep, sleepUnderway, setPassword, occupy } = dialect
  const fixedBy = (name: string, misconfiguration: Misconfiguration): Fault => ({
    name,
    misconfiguration,
    apply: async ({ setup }) => setup.fixConfiguration,
  })
  return {
    killedInMidQuery: {
      name: 'killed in mid query',
      where: 'server',
      async apply({ server, application }) {
        const lost = application.query(sleep(60)).catch(() => 'lost')
        await sleepUnderway(server)
        await server.kill()
        await lost
        return () => server.start()
      },
    },
    frozenInMidQuery: {
      name: 'frozen in mid query',
      idle: true,
      async apply({ server, application }) {
        const answered = application.query(sleep(0.2))
        await sleepUnderway(server)
        server.freeze()
        return async () => {
          server.thaw()
          await answered
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
    noPassword: fixedBy('no password', 'no password'),
    missingDatabase: {
      name: 'missing database',
      misconfiguration: 'absent database',
      async apply({ server }) {
        await dialect.dropDatabase(server, absentDatabase)
        return () => dialect.createDatabase(server, absentDatabase)
      },
    },
    serverFull: {
      name: 'no connection left on the server',
      apply: ({ server }) => occupy(server),
    },
    serverFullButOneIdle: {
      name: 'no connection left on the server, one idle in the pool',
      idle: true,
      apply: ({ server }) => occupy(server),
    },
    poolExhausted: {
      name: 'all connections of the pool in use',
      apply: ({ application }) => application.takeAll(),
    },
    tlsRequired: { ...fixedBy('TLS required', 'no TLS'), secured: true },
    unknownCertificate: {
      ...fixedBy('unknown certificate', 'TLS that trusts nobody'),
      secured: true,
    },
  }
}
