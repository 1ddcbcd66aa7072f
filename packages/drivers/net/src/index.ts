export {
  type CheckAllOptions,
  type CheckedServer,
  checkAll,
  type FindServers,
} from './check-all.ts'
export { type ErrorEmitter, handleConnectionLoss } from './connection-loss.ts'
export {
  type ConnectionScope,
  connectionScope,
  containCalls,
  containListeners,
  type Fail,
  limitBytes,
  replaceMethod,
} from './contain-errors.ts'
export { lookup } from './lookup.ts'
export { onAbort } from './on-abort.ts'
export { quote } from './quote.ts'
export { receive } from './receive.ts'
export { redact, redactErrors } from './redact.ts'
export { ServerError } from './server-error.ts'
export { closed, containStream, destroyOnAbort, openSocket } from './socket.ts'
export { untilAborted } from './until-aborted.ts'
