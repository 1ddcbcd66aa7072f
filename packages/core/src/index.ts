export type { ProbeResponse } from './answers.ts'
export type { CheckContext, Checker } from './checker.ts'
export { type CheckerOptions, checkerOptions } from './checker-options.ts'
export { describeCause } from './describe-cause.ts'
export { CheckError, type CheckErrorOptions, CheckWarning, type Reason } from './errors.ts'
export { innerErrors } from './inner-errors.ts'
export { type Logger, logTransitions } from './log.ts'
export type { ProbeOptions } from './options.ts'
export {
  type CheckerDescription,
  createProbes,
  type ProbeDescription,
  type Probes,
  type ProbesDescription,
} from './probes.ts'
export { reasonOf } from './reason.ts'
export type { CheckResult, Report, Status } from './report.ts'
export type { Transition } from './transition.ts'
