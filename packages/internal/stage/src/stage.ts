import { type Address, more, type ProxyServer, resources } from '@readyz/conformance'
import { type Checker, createProbes, type Probes, type Transition } from '@readyz/core'
import type { Daemon, Dns } from '@readyz/servers'
import type { Application } from './application.ts'
import { createAsker } from './asker.ts'
import { openPlace, type Where } from './place.ts'
import { socketsTo, soon } from './resources.ts'

/** Milliseconds a check has on stage, if nothing else is said: 80 % of the probe's. */
export const budget = 400

/** Milliseconds that a check has when it must pass. */
const longBudget = 10_000

export interface StageOptions {
  readonly where?: Where | undefined
  readonly budget?: number | undefined
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
  readonly probes: Probes
  readonly transitions: readonly Transition[]
  /**
   * What one probe says: `pass`, or the reason. Throws if it does not say it in time, says what is private, or leaves a
   * connection open.
   */
  ask(): Promise<string>
  /**
   * Like `ask`, with enough time for a server on a busy machine: for a probe that must pass, which takes only the time that it
   * needs.
   */
  askPatiently(): Promise<string>
  /**
   * Milliseconds that the latest probe of `ask` came after a timer of its budget, which a busy machine holds up just as
   * much; 0 if none did.
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
  const { where = 'proxy', budget: time = budget } = options
  const before = resources()
  const place = await openPlace(server, where)
  const { host, port } = place
  // Those that keep the queue of a hole full.
  const others = socketsTo(port)
  const play = setUp({ host, port })
  const { application, checker } = play
  const transitions: Transition[] = []
  const probesWithin = (milliseconds: number) =>
    createProbes({
      readiness: [checker],
      timeoutSeconds: milliseconds / 800,
      maxAge: 0,
      onTransition: (transition) => transitions.push(transition),
    })
  const probes = probesWithin(time)

  const left = () => socketsTo(port) - others - application.connections
  const secrets = [...secretsOf(server), host, String(port)]
  const asker = createAsker(probes, { budget: time, secrets, left })
  const patient = createAsker(probesWithin(longBudget), { budget: longBudget, secrets, left })

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
    probes,
    transitions,
    ask: asker.ask,
    askPatiently: patient.ask,
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

function secretsOf(server: Daemon): readonly string[] {
  const { host, port, user, password } = server as Daemon & Record<'user' | 'password', unknown>
  return [host, port, user, password].filter((each) => each !== undefined).map(String)
}
