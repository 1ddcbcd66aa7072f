import type { PoolApplication } from '@readyz/harness'
import type { Row } from './driver-under-test.ts'
import { replaceServer, type SqlDaemon } from './fault.ts'
import * as networkFaults from './network-faults.ts'
import { type Dialect, sqlFaults } from './sql-faults.ts'

/** The faults of an SQL server, with their expected results. */
export interface SqlRows<S extends SqlDaemon> {
  /** For every kind of client. */
  readonly anyClient: readonly Row<PoolApplication, S>[]
  /** For a pool. These faults need its connections or its options. */
  readonly poolOnly: readonly Row<PoolApplication, S>[]
}

export function sqlRows<S extends SqlDaemon>(dialect: Dialect<S>): SqlRows<S> {
  const faults = sqlFaults(dialect)
  const keepsOpen = 'server that reports an error and keeps the connection open'
  return {
    anyClient: [
      [networkFaults.stopped, 'refused'],
      [networkFaults.killedWhileIdle, 'refused'],
      [faults.killedDuringQuery, 'refused'],
      [networkFaults.restarted, 'pass'],
      [networkFaults.frozenBeforeConnect, 'timeout'],
      [networkFaults.frozenWhileIdle, 'timeout'],
      [faults.frozenDuringQuery, 'timeout'],
      [networkFaults.droppedBeforeConnect, 'timeout'],
      [networkFaults.acceptsAndStaysSilent, 'timeout'],
      [networkFaults.acceptsAndCloses, 'error'],
      [networkFaults.acceptsAndResets, 'error'],
      [networkFaults.answersWithInvalidData, 'invalid'],
      [networkFaults.answersWithHttp, dialect.resultForHttp],
      [replaceServer(keepsOpen, dialect.tooManyConnections), 'error'],
      [networkFaults.tricklesFromStart, 'timeout'],
      [networkFaults.tricklesOnIdleConnections, 'timeout'],
      [faults.wrongPassword, 'auth'],
      [faults.missingDatabase, 'error'],
      [faults.atConnectionLimit, 'error'],
    ],
    poolOnly: [
      [networkFaults.droppedWhileIdle, 'timeout'],
      [faults.atConnectionLimitWithIdlePool, 'pass'],
      [faults.poolExhausted, 'pass'],
      [faults.missingPassword, 'auth'],
      [faults.missingTls, 'auth'],
      [faults.untrustedCertificate, 'error'],
    ],
  }
}
