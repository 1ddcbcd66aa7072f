export { lookup } from './lookup.ts'
export { type ErrorEmitter, surviveLosses } from './losses.ts'
export { closed, guard, openSocket } from './socket.ts'
export { until } from './until.ts'
