import type { Checker } from '@readyz/core'
import type { Application, Harness, Setup } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'

/** `hand-written`: a call of the client, raced against a timer. `readyz`: a probe. */
export type CheckKind = 'hand-written' | 'readyz'

/** An application that uses the client, and two checks of its server. */
export interface OpenedApplication<A extends Application> {
  readonly application: A
  /** Corrects the misconfiguration. */
  fixConfiguration(): void
  /** Called only if the checker is used, because a driver may add a listener to the client. */
  checker(): Checker
  /** Runs the hand-written check. The promise stays pending if the client never answers. */
  handWrittenCheck(): Promise<unknown>
}

/** An application in its harness, ready for a fault. */
export type Scenario<A extends Application, S extends Daemon> = Harness<
  Setup<A> & Pick<OpenedApplication<A>, 'fixConfiguration' | 'handWrittenCheck'>,
  S
>
