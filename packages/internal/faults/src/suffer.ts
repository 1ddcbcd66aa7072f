import type { Daemon } from '@readyz/servers'
import { type Application, openStage } from '@readyz/stage'
import type { Fault } from './fault.ts'
import type { Subject } from './subject.ts'

/**
 * What two probes say while a fault lasts, and one when it is over. Throws if one is late, if anything private is said, if
 * anything is left behind, or if the application cannot work afterwards.
 */
export async function suffer<A extends Application, S extends Daemon>(
  { open }: Subject<A, S>,
  { where, idle, flaw, inflict }: Fault<A, S>,
  server: S,
): Promise<readonly string[]> {
  let mend = () => {}
  const stage = await openStage(
    server,
    (address) => {
      const opened = open(server, { address, flaw })
      mend = opened.mend
      return opened
    },
    where,
  )
  try {
    if (idle) await stage.application.warmUp()
    const heal = await inflict(stage, mend)
    const during: string[] = []
    try {
      during.push(await stage.ask(), await stage.ask())
    } finally {
      await heal()
    }
    const after = await stage.ask()
    await stage.application.work()
    return [...during, after]
  } finally {
    await stage.close()
  }
}
