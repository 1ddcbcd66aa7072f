import { assertOptions } from './assertions.ts'
import type { Checker } from './checker.ts'

/** The options that every driver passes to its checker. */
export type CheckerOptions = Partial<Omit<Checker, 'check'>>

/**
 * Each driver defines a default name, a default failure and a default for each additional option.
 * The probes define the other defaults.
 */
type CheckerDefaults<O> = Required<Omit<O, 'timeout' | 'optional' | 'maxAge'>>

// A record, because the compiler then finds an option that is missing here.
const common: Readonly<Record<keyof CheckerOptions, true>> = {
  name: true,
  failure: true,
  timeout: true,
  optional: true,
  maxAge: true,
}

/**
 * For drivers: merges options with their defaults. An option that is absent or undefined has its
 * default. The keys of `defaults` that a checker does not have are options of the driver, which
 * validates their values. `createProbes` validates the others.
 *
 * @throws TypeError that names the driver if `options` is not an object or has an unknown key
 */
export function checkerOptions<O extends CheckerOptions>(
  driver: string,
  options: O,
  defaults: CheckerDefaults<O>,
): O & CheckerDefaults<O> {
  assertOptions(driver, options, Object.keys({ ...common, ...defaults }))
  const chosen = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.assign({ ...defaults }, Object.fromEntries(chosen) as O)
}
