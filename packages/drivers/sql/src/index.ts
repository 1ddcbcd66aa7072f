export { cannotConnect, type SqlCheckerOptions, sqlChecker, sqlDriver } from './checker.ts'
export { expectOneRow, invalidResponse } from './expect-one-row.ts'
export {
  type PooledSqlOptions,
  pooledSqlChecker,
  type SqlPool,
  type SqlSource,
} from './pooled-checker.ts'
export { queryPooledConnection, type SqlConnection } from './pooled-connection.ts'
export { sqlReason } from './reason.ts'
