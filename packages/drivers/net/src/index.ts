export { lookup } from './lookup.ts'
export { closed, guard, openSocket } from './socket.ts'
export { until } from './until.ts'
