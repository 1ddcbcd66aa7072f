import type { Address } from '@readyz/conformance'
import type { Checker } from '@readyz/core'
import type { Daemon } from '@readyz/servers'
import { type Application, openStage, type Play, type Stage } from '@readyz/stage'
import type { Fault } from './fault.ts'
import type { Opened, Subject } from './subject.ts'

/** Who asks: `obvious` is what people write, `readyz` a probe. */
export type Asker = 'obvious' | 'readyz'

/** An application on stage, to which a fault can happen now. */
export type Scene<A extends Application, S extends Daemon> = Stage<
  Play<A> & Pick<Opened<A>, 'mend' | 'obvious'>,
  S
>

const nobody: Checker = { name: 'nobody is asked', check: () => true }

export async function openScene<A extends Application, S extends Daemon>(
  { open }: Subject<A, S>,
  { where, idle, flaw }: Fault<A, S>,
  server: S,
  asker: Asker,
  { isPatient }: { readonly isPatient?: boolean } = {},
): Promise<Scene<A, S>> {
  const setUp = (address: Address) => {
    const opened = open(server, { address, flaw, isPatient })
    return { ...opened, checker: asker === 'readyz' ? opened.checker() : nobody }
  }
  const stage = await openStage(server, setUp, { where })
  if (idle) await stage.application.warmUp()
  return stage
}
