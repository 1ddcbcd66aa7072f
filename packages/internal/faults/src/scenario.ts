import type { Checker } from '@readyz/core'
import type { Application, Harness, Setup } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'

/** The `obvious` check is a call of the client, as applications often write it. `readyz` is a probe. */
export type CheckKind = 'obvious' | 'readyz'

/** An application that uses the client, and two checks of its server. */
export interface Opened<A extends Application> {
  readonly application: A
  /** Corrects the misconfiguration. */
  fixConfiguration(): void
  /** Called only if the checker is used, because a driver may add a listener to the client. */
  checker(): Checker
  /** The obvious check. Its promise stays pending if the client never answers. */
  obvious(): Promise<unknown>
}

/** An application in its harness, ready for a fault. */
export type Scenario<A extends Application, S extends Daemon> = Harness<
  Setup<A> & Pick<Opened<A>, 'fixConfiguration' | 'obvious'>,
  S
>
