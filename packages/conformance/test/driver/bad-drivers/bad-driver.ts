import type { RuleName } from '../../../src/driver/rule-names.ts'
import type { Driver } from '../open-with.ts'

/** A driver that commits one sin. */
export interface Bad {
  /** The test that has to refuse it. */
  readonly title: string
  /** What it breaks there, and nothing else. */
  readonly breaks: readonly RuleName[]
  readonly driver: Driver
  /** Over the pool of an application that does not hear its errors. */
  readonly isCareless?: boolean
}

/** By their sins. */
export type BadDrivers = Readonly<Record<string, Bad>>
