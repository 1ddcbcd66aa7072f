export { borrowFrom, type SqlLoan } from './borrow.ts'
export { type SqlCheckerOptions, sqlChecker, sqlDriver } from './checker.ts'
export { type PooledSqlOptions, pooledSqlChecker, type SqlPool, type SqlSource } from './pooled.ts'
export { expectOneRow } from './rows.ts'
