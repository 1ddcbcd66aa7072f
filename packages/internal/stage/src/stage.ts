import { type Address, more, type ProxyServer, resources } from '@readyz/conformance'
import { type Checker, createProbes, type Probes, type Transition } from '@readyz/core'
import type { Daemon, Dns } from '@readyz/servers'
import type { Application } from './application.ts'
import { createAsker } from './asker.ts'
import { openPlace, type Where } from './place.ts'
import { socketsTo, soon } from './resources.ts'

/** Milliseconds for a check that ends by itself. A busy machine needs a part of them; only a check that hangs needs all. */
export const generous = 10_000
/** Milliseconds for a check that is expected to time out. */
export const brief = 400

export interface StageOptions {
  readonly where?: Where | undefined
}

/** What is set up on stage. */
export interface Play<A extends Application = Application> {
  readonly application: A
  readonly checker: Checker
}

/** An application, its probes, and its server, between which something can go wrong. */
export interface Stage<P extends Play, S extends Daemon> extends Address {
  readonly server: S
  readonly play: P
  readonly application: P['application']
  /** Between the application and its server. */
  readonly way: ProxyServer
  /** What the application asks for the address of its server. */
  readonly dns: Dns
  /** Probes whose check has so many milliseconds, which is 80 % of the probe's time. Default: `generous`. */
  probesWithin(limit?: number): Probes
  readonly transitions: readonly Transition[]
  /**
   * What one probe says, whose check has so many milliseconds: `pass`, or the reason. Default: `generous`. Throws if it does
   * not say it in time, says what is private, or leaves a connection open.
   */
  ask(limit?: number): Promise<string>
  /**
   * Milliseconds of the process's own time that the latest probe of `ask` came after a timer of its limit; 0 if none did.
   */
  readonly latest: number
  /** Connections to the server that are neither the pool's nor were there before. */
  left(): number
  /** Lets packets through to the server, where they were dropped so far. */
  open(): Promise<void>
  /** Ends the application, and throws if anything of it is left. */
  close(): Promise<void>
}

export async function openStage<P extends Play, S extends Daemon>(
  server: S,
  setUp: (address: Address) => P,
  options: StageOptions = {},
): Promise<Stage<P, S>> {
  const { where = 'proxy' } = options
  const before = resources()
  const place = await openPlace(server, where)
  const { host, port } = place
  // Those that keep the queue of a hole full.
  const others = socketsTo(port)
  const play = setUp({ host, port })
  const { application, checker } = play
  const transitions: Transition[] = []
  const probesWithin = createProbesWithin(checker, (transition) => transitions.push(transition))
  const left = () => socketsTo(port) - others - application.connections
  const secrets = [...secretsOf(server), host, String(port)]
  const asker = createAsker({ probesWithin, secrets, left })

  return {
    host,
    port,
    server,
    play,
    application,
    get way() {
      return place.way
    },
    get dns() {
      return place.dns
    },
    probesWithin,
    transitions,
    ask: (limit = generous) => asker.ask(limit),
    get latest() {
      return asker.latest
    },
    left,
    open: place.open,
    async close() {
      await application.end()
      await place.close()
      await soon(
        () => more(before) === '',
        () => `left behind: ${more(before)}`,
      )
    },
  }
}

/** The same probes for the same time limit. */
function createProbesWithin(checker: Checker, onTransition: (transition: Transition) => void) {
  const made = new Map<number, Probes>()
  return (limit = generous): Probes => {
    const probes =
      made.get(limit) ??
      createProbes({ readiness: [checker], timeoutSeconds: limit / 800, maxAge: 0, onTransition })
    made.set(limit, probes)
    return probes
  }
}

function secretsOf(server: Daemon): readonly string[] {
  const { host, port, user, password } = server as Daemon & Record<'user' | 'password', unknown>
  return [host, port, user, password].filter((each) => each !== undefined).map(String)
}
