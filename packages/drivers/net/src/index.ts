export {
  type ConnectionScope,
  connectionScope,
  containCalls,
  containListeners,
  type Fail,
  limitBytes,
  replaceMethod,
} from './contain.ts'
export { type AskEveryOptions, type AskedServer, askEvery, type FindServers } from './every.ts'
export { lookup } from './lookup.ts'
export { type ErrorEmitter, surviveLosses } from './losses.ts'
export { onAbort } from './on-abort.ts'
export { quote } from './quote.ts'
export { receive } from './receive.ts'
export { conceal, concealing } from './secrets.ts'
export { ServerError } from './server-error.ts'
export { closed, containStream, guard, openSocket } from './socket.ts'
export { until } from './until.ts'
