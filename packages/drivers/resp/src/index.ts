export type { Address, ConnectOptions } from './connection.ts'
export type { Login } from './question.ts'
export { type Sentinels, sentinelsMaster } from './sentinels.ts'
export { type RespServer, respServer } from './server.ts'
