import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Checker, createProbes, type Probes, type Transition } from '@readyz/core'
import type { Address, Daemon, ProxyServer } from '@readyz/servers'
import type { Application } from './application.ts'
import { openPlace, type Where } from './place.ts'
import { more, resources, socketsTo, soon } from './resources.ts'

/** Milliseconds a check has on stage: 80 % of the probe's. */
export const budget = 400
/** When the prober gives up, and more than any answer may take. */
const givesUp = 1000

/** An application, its probes, and its server, between which something can go wrong. */
export interface Stage<A extends Application, S extends Daemon> extends Address {
  readonly server: S
  readonly application: A
  /** Between the application and its server. */
  readonly way: ProxyServer
  readonly probes: Probes
  readonly transitions: readonly Transition[]
  /**
   * What one probe says: `pass`, or the reason. Throws if it does not say it in time, says what is private, or leaves a
   * connection open.
   */
  ask(): Promise<string>
  /** Lets packets through to the server, where they were dropped so far. */
  open(): Promise<void>
  /** Ends the application, and throws if anything of it is left. */
  close(): Promise<void>
}

interface Play<A extends Application> {
  readonly application: A
  readonly checker: Checker
}

export async function openStage<A extends Application, S extends Daemon>(
  server: S,
  setUp: (address: Address) => Play<A>,
  where: Where = 'proxy',
): Promise<Stage<A, S>> {
  const before = resources()
  const place = await openPlace(server, where)
  const { host, port } = place
  // Those that keep the queue of a hole full.
  const others = socketsTo(port)
  const { application, checker } = setUp({ host, port })
  const transitions: Transition[] = []
  const probes = createProbes({
    readiness: [checker],
    timeoutSeconds: budget / 800,
    maxAge: 0,
    onTransition: (transition) => transitions.push(transition),
  })

  async function ask(): Promise<string> {
    const started = performance.now()
    const report = await probes.readiness()
    const took = performance.now() - started
    if (took > givesUp) throw new Error(`answered after ${took} ms`)
    demandPublic(JSON.stringify(report), [...secretsOf(server), host, String(port)])
    // A check that was ended at its deadline lets go in the next turns of the loop.
    await nextTurn()
    await nextTurn()
    const left = () => socketsTo(port) - others - application.connections
    await soon(
      () => left() <= 0,
      () => `left ${left()} connections open`,
    )
    const [result] = report.checks
    return result?.reason ?? result?.status ?? 'nothing'
  }

  return {
    host,
    port,
    server,
    application,
    get way() {
      return place.way
    },
    probes,
    transitions,
    ask,
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

function demandPublic(text: string, secrets: readonly string[]): void {
  const told = secrets.find((secret) => text.includes(secret))
  if (told !== undefined) throw new Error(`published ${told}: ${text}`)
}
