export { adapterConformance, type Test } from './adapter/conformance.ts'
export type { Quirks, Serve, Served } from './adapter/stage.ts'
