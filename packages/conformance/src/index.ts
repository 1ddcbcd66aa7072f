export { adapterConformance, type Test } from './adapter/conformance.ts'
export type { Serve, Served } from './adapter/stage.ts'
