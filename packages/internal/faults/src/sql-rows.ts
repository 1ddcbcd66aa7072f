import type { PoolApplication } from '@readyz/stage'
import * as anywhere from './anywhere.ts'
import { inPlace, type SqlDaemon } from './fault.ts'
import { type Dialect, sqlFaults } from './sql.ts'
import type { Row } from './subject.ts'

/** What can happen to any SQL server, and what is said of it. */
export interface SqlRows<S extends SqlDaemon> {
  readonly everywhere: readonly Row<PoolApplication, S>[]
  /** About a pool, or made through its options. */
  readonly poolOnly: readonly Row<PoolApplication, S>[]
}

export function sqlRows<S extends SqlDaemon>(dialect: Dialect<S>): SqlRows<S> {
  const faults = sqlFaults(dialect)
  return {
    everywhere: [
      [anywhere.refused, 'refused'],
      [anywhere.killedWhileIdle, 'refused'],
      [faults.killedInMidQuery, 'refused'],
      [anywhere.restarted, 'pass'],
      [anywhere.frozenBeforeConnect, 'timeout'],
      [anywhere.frozenWhileIdle, 'timeout'],
      [faults.frozenInMidQuery, 'timeout'],
      [anywhere.droppedBeforeConnect, 'timeout'],
      [anywhere.acceptsAndIsSilent, 'timeout'],
      [anywhere.acceptsAndCloses, 'error'],
      [anywhere.acceptsAndResets, 'error'],
      [anywhere.speaksGarbage, 'invalid'],
      [anywhere.speaksOtherProtocol, dialect.otherProtocol],
      [inPlace('reports an error and stays open', dialect.reportsTooMany), 'error'],
      [anywhere.tricklesFromConnect, 'timeout'],
      [anywhere.tricklesWhileIdle, 'timeout'],
      [faults.wrongPassword, 'auth'],
      [faults.missingDatabase, 'error'],
      [faults.serverFull, 'error'],
    ],
    poolOnly: [
      [anywhere.droppedWhileIdle, 'timeout'],
      [faults.serverFullButOneIdle, 'pass'],
      [faults.poolExhausted, 'pass'],
      [faults.noPassword, 'auth'],
      [faults.tlsRequired, 'auth'],
      [faults.unknownCertificate, 'error'],
    ],
  }
}
