import { memjsSubjects } from './memjs.ts'
import { mysql2Subjects } from './mysql2.ts'
import { pgSubjects } from './pg.ts'
import type { Subject } from './subject.ts'

// A subject takes the server that it has started itself, which its type cannot say here.
const all = [
  ...pgSubjects,
  ...mysql2Subjects,
  ...memjsSubjects,
] as readonly unknown[] as readonly Subject[]

/** All releases of a driver's client, and all kinds of client; the newest and most common first. */
export function subjectsOf(driver: string): readonly Subject[] {
  const found = all.filter((each) => each.driver === driver)
  if (found.length === 0) throw new Error(`no driver "${driver}"`)
  return found
}

export const drivers: readonly string[] = [...new Set(all.map(({ driver }) => driver))]
