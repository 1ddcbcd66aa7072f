export type { Daemon } from './daemon.ts'
export { type Dns, type DnsMode, startDns } from './dns-server.ts'
export { type Mariadb, startMariadb } from './mariadb.ts'
export { type Memcached, type MemcachedOptions, startMemcached } from './memcached.ts'
export { skipsMysql, startMysql } from './mysql.ts'
export type { MysqlServer, MysqlServerOptions } from './mysql-and-mariadb.ts'
export {
  canIsolate,
  runIsolated,
  skipsIsolation,
} from './network-namespace.ts'
export { type Postgres, type PostgresOptions, startPostgres } from './postgres.ts'
export { type Redis, type RedisOptions, startRedis } from './redis.ts'
export {
  failOver,
  type RedisClusterOptions,
  startRedisCluster,
  untilMasterFailed,
} from './redis-cluster.ts'
export { type SentinelOptions, startSentinel } from './redis-sentinel.ts'
export { runScript, type ScriptOptions, type ScriptResult, typescriptFlags } from './run-script.ts'
export { type RunningCommand, startCommand } from './start-command.ts'
export { type Program, type ProgramOptions, startProgram } from './start-program.ts'
export { canOpenTerminal, openTerminal, type Terminal, type TerminalSize } from './terminal.ts'
