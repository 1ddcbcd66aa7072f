import type { PoolApplication } from '@readyz/harness'
import type { Row } from './driver-under-test.ts'
import { inPlace, type SqlDaemon } from './fault.ts'
import * as networkFaults from './network-faults.ts'
import { type Dialect, sqlFaults } from './sql-faults.ts'

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
      [networkFaults.refused, 'refused'],
      [networkFaults.killedWhileIdle, 'refused'],
      [faults.killedInMidQuery, 'refused'],
      [networkFaults.restarted, 'pass'],
      [networkFaults.frozenBeforeConnect, 'timeout'],
      [networkFaults.frozenWhileIdle, 'timeout'],
      [faults.frozenInMidQuery, 'timeout'],
      [networkFaults.droppedBeforeConnect, 'timeout'],
      [networkFaults.acceptsAndIsSilent, 'timeout'],
      [networkFaults.acceptsAndCloses, 'error'],
      [networkFaults.acceptsAndResets, 'error'],
      [networkFaults.speaksGarbage, 'invalid'],
      [networkFaults.speaksOtherProtocol, dialect.otherProtocol],
      [inPlace('reports an error and stays open', dialect.reportsTooMany), 'error'],
      [networkFaults.tricklesFromConnect, 'timeout'],
      [networkFaults.tricklesWhileIdle, 'timeout'],
      [faults.wrongPassword, 'auth'],
      [faults.missingDatabase, 'error'],
      [faults.serverFull, 'error'],
    ],
    poolOnly: [
      [networkFaults.droppedWhileIdle, 'timeout'],
      [faults.serverFullButOneIdle, 'pass'],
      [faults.poolExhausted, 'pass'],
      [faults.noPassword, 'auth'],
      [faults.tlsRequired, 'auth'],
      [faults.unknownCertificate, 'error'],
    ],
  }
}
