import { memjsSubjects } from './memjs.ts'
import { mariadbSubjects, mysqlSubjects } from './mysql2.ts'
import { pgSubjects } from './pg.ts'
import { ioredisSubjects, redisSubjects } from './redis.ts'
import type { Subject } from './subject.ts'

// A subject takes the server that it has started itself, which its type cannot say here.
const all = [
  ...pgSubjects,
  ...mariadbSubjects,
  ...mysqlSubjects,
  ...memjsSubjects,
  ...ioredisSubjects,
  ...redisSubjects,
] as readonly unknown[] as readonly Subject[]

const titleOf = ({ driver, serverName }: Subject) => `${driver} with ${serverName}`

/** A driver and a kind of server each, such as `pg with PostgreSQL`. */
export const titles: readonly string[] = [...new Set(all.map(titleOf))]

/** All releases of a driver's client, and all kinds of client; the newest and most common first. */
export function subjectsOf(title: string): readonly [Subject, ...Subject[]] {
  const [first, ...others] = all.filter((each) => titleOf(each) === title)
  if (first === undefined) throw new Error(`no "${title}", but ${titles.join(', ')}`)
  return [first, ...others]
}
