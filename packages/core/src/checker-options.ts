import type { Checker } from './checker.ts'
import { demandOptions } from './demands.ts'

/** What every driver leaves to its user. */
export type CheckerOptions = Partial<Omit<Checker, 'check'>>

/** A driver has a name, a failure, and something for each option of its own; for the rest the probes have. */
type CheckerDefaults<O> = Required<Omit<O, 'timeout' | 'optional' | 'maxAge'>>

// A record, so that no option of the type is forgotten.
const common: Readonly<Record<keyof CheckerOptions, true>> = {
  name: true,
  failure: true,
  timeout: true,
  optional: true,
  maxAge: true,
}

/**
 * For drivers: the options, with the defaults for what is absent or undefined. What the defaults name and a checker does not
 * have is an option of the driver's own. Values are judged by `createProbes`, those of its own by the driver.
 *
 * @throws TypeError naming the driver, for what is no object or an option that does not exist
 */
export function checkerOptions<O extends CheckerOptions>(
  driver: string,
  options: O,
  defaults: CheckerDefaults<O>,
): O & CheckerDefaults<O> {
  demandOptions(driver, options, Object.keys({ ...common, ...defaults }))
  const chosen = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.assign({ ...defaults }, Object.fromEntries(chosen) as O)
}
