import type { RuleName } from '../../../src/driver/rule-names.ts'
import type { Driver } from '../open-driver.ts'

/** A driver with one mistake. */
export interface BadDriver {
  /** The title of the test that must fail. */
  readonly title: string
  /** The rules that the driver breaks in this test. It breaks no other rule. */
  readonly breaks: readonly RuleName[]
  readonly driver: Driver
  /** Whether the application does not listen to the pool's event 'error'. Default: false. */
  readonly ignoresPoolErrors?: boolean
}

/** Bad drivers by description, which continues "a driver that". */
export type BadDrivers = Readonly<Record<string, BadDriver>>
