import type { DriverUnderTest } from './driver-under-test.ts'
import { memjsDrivers } from './memjs.ts'
import { mariadbDrivers, mysqlDrivers } from './mysql2.ts'
import { pgDrivers } from './pg.ts'
import { ioredisDrivers, redisDrivers } from './redis.ts'

// Each driver accepts only the type of server that it starts. The type of this list cannot express
// that, so it goes through `unknown`.
const all = [
  ...pgDrivers,
  ...mariadbDrivers,
  ...mysqlDrivers,
  ...memjsDrivers,
  ...ioredisDrivers,
  ...redisDrivers,
] as readonly unknown[] as readonly DriverUnderTest[]

const titleOf = ({ driver, serverName }: DriverUnderTest) => `${driver} with ${serverName}`

/** Every pair of a driver and a kind of server, such as `pg with PostgreSQL`. */
export const titles: readonly string[] = [...new Set(all.map(titleOf))]

/**
 * Returns the drivers with this title, for every release and every kind of the client. The newest
 * release and the most common kind come first.
 */
export function driversOf(title: string): readonly [DriverUnderTest, ...DriverUnderTest[]] {
  const [first, ...others] = all.filter((each) => titleOf(each) === title)
  if (first === undefined)
    throw new Error(`no driver "${title}": expected one of ${titles.join(', ')}`)
  return [first, ...others]
}
