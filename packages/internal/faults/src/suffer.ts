import type { Daemon } from '@readyz/servers'
import { type Application, brief, generous } from '@readyz/stage'
import { openScene } from './scene.ts'
import type { Row, Subject } from './subject.ts'

/**
 * What two probes say while a fault lasts, and one when it is over. Throws if one is late, if anything private is said, if
 * anything is left behind, or if the application cannot work afterwards though its client could.
 */
export async function suffer<A extends Application, S extends Daemon>(
  subject: Subject<A, S>,
  [fault, says]: Row<A, S>,
  server: S,
): Promise<readonly string[]> {
  const stage = await openScene(subject, fault, server, 'readyz')
  try {
    const heal = await fault.inflict(stage)
    const limit = says === 'timeout' ? brief : generous
    const during: string[] = []
    try {
      during.push(await stage.ask(limit), await stage.ask(limit))
    } finally {
      await heal()
    }
    const after = await stage.ask()
    if (!subject.fatal?.includes(fault)) await stage.application.work()
    return [...during, after]
  } finally {
    await stage.close()
  }
}
