import type { DriverUnderTest } from './driver-under-test.ts'
import { memjsDrivers } from './memjs.ts'
import { mariadbDrivers, mysqlDrivers } from './mysql2.ts'
import { pgDrivers } from './pg.ts'
import { ioredisDrivers, redisDrivers } from './redis.ts'

// A driver takes the server that it has started itself, which its type cannot say here.
const all = [
  ...pgDrivers,
  ...mariadbDrivers,
  ...mysqlDrivers,
  ...memjsDrivers,
  ...ioredisDrivers,
  ...redisDrivers,
] as readonly unknown[] as readonly DriverUnderTest[]

const titleOf = ({ driver, serverName }: DriverUnderTest) => `${driver} with ${serverName}`

/** A driver and a kind of server each, such as `pg with PostgreSQL`. */
export const titles: readonly string[] = [...new Set(all.map(titleOf))]

/** All releases of a driver's client, and all kinds of client; the newest and most common first. */
export function driversOf(title: string): readonly [DriverUnderTest, ...DriverUnderTest[]] {
  const [first, ...others] = all.filter((each) => titleOf(each) === title)
  if (first === undefined) throw new Error(`no "${title}", but ${titles.join(', ')}`)
  return [first, ...others]
}
