export type { ProbeResponse } from './answers.ts'
export { describeCause, innerErrors, reasonOf } from './cause.ts'
export type { CheckContext, Checker } from './checker.ts'
export { type CheckerOptions, checkerOptions } from './checker-options.ts'
export { CheckError, type CheckErrorOptions, CheckWarning, type Reason } from './errors.ts'
export { type Logger, logTransitions } from './log.ts'
export type { ProbeOptions } from './options.ts'
export {
  type CheckerDescription,
  createProbes,
  type ProbeDescription,
  type Probes,
  type ProbesDescription,
} from './probes.ts'
export type { CheckResult, Report, Status } from './report.ts'
export type { Transition } from './transition.ts'
