import type { BadDrivers } from './bad-driver.ts'
import { leakingDrivers } from './leaks.ts'
import { messageDrivers } from './messages.ts'
import { poolDrivers } from './pools.ts'
import { processChangingDrivers } from './process-changes.ts'
import { resultDrivers } from './results.ts'
import { retryingDrivers } from './retries.ts'
import { slowDrivers } from './time-limits.ts'
import { crashingDrivers } from './uncaught-errors.ts'

export const badDrivers: BadDrivers = {
  ...resultDrivers,
  ...messageDrivers,
  ...slowDrivers,
  ...retryingDrivers,
  ...leakingDrivers,
  ...crashingDrivers,
  ...processChangingDrivers,
  ...poolDrivers,
}
