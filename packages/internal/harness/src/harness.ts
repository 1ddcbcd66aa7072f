import { type Address, leaksSince, type ProxyServer, resources } from '@readyz/conformance'
import { type Checker, createProbes, type Probes, type Transition } from '@readyz/core'
import type { Daemon, Dns } from '@readyz/servers'
import type { Application } from './application.ts'
import { type EndpointKind, openEndpoint } from './endpoint.ts'
import { socketsTo, waitUntil } from './open-sockets.ts'
import { createProbeRunner } from './probe-runner.ts'

/** The time limit in milliseconds of a check that is expected to end in time on a busy machine. */
export const generous = 10_000
/** The time limit in milliseconds of a check that is expected to time out. */
export const brief = 400

export interface HarnessOptions {
  readonly where?: EndpointKind | undefined
}

/** An application and the checker of its client. */
export interface Setup<A extends Application = Application> {
  readonly application: A
  readonly checker: Checker
}

/** An application, its probes and its server. Tests apply faults between them. */
export interface Harness<T extends Setup, S extends Daemon> extends Address {
  readonly server: S
  readonly setup: T
  readonly application: T['application']
  /** The proxy between the application and its server. */
  readonly proxy: ProxyServer
  /** The name server that resolves the host name of the server. */
  readonly dns: Dns
  /**
   * Returns probes whose check has a time limit of `limit` milliseconds (default: `generous`). The
   * limit is 80 % of `timeoutSeconds`.
   */
  probesWithin(limit?: number): Probes
  readonly transitions: readonly Transition[]
  /**
   * Runs one probe whose check has a time limit of `limit` milliseconds (default: `generous`).
   * Returns `pass` or the reason. Throws if the result is late or contains private data, or if a
   * connection stays open.
   */
  runProbe(limit?: number): Promise<string>
  /**
   * The longest delay of a result after the time limit of its check, in milliseconds of process
   * time. 0 if no result was late.
   */
  readonly maxLatenessMs: number
  /** The number of connections that were opened with the harness or later, except the client's. */
  leakedConnections(): number
  /** Opens a proxy in place of the black hole, so that packets reach the server from now on. */
  endBlackhole(): Promise<void>
  /** Closes the application. Throws if it leaks a resource. */
  close(): Promise<void>
}

export async function openHarness<T extends Setup, S extends Daemon>(
  server: S,
  setUp: (address: Address) => T,
  options: HarnessOptions = {},
): Promise<Harness<T, S>> {
  const { where = 'proxy' } = options
  const before = resources()
  const endpoint = await openEndpoint(server, where)
  const { host, port } = endpoint
  // A black hole has connections that keep its accept queue full.
  const initialSockets = socketsTo(port)
  const setup = setUp({ host, port })
  const { application, checker } = setup
  const transitions: Transition[] = []
  const probesWithin = createProbesWithin(checker, (transition) => transitions.push(transition))
  const leakedConnections = () => socketsTo(port) - initialSockets - application.connections
  const secrets = [...secretsOf(server), host, String(port)]
  const runner = createProbeRunner({ probesWithin, secrets, leakedConnections })

  return {
    host,
    port,
    server,
    setup,
    application,
    get proxy() {
      return endpoint.proxy
    },
    get dns() {
      return endpoint.dns
    },
    probesWithin,
    transitions,
    runProbe: (limit = generous) => runner.runProbe(limit),
    get maxLatenessMs() {
      return runner.maxLatenessMs
    },
    leakedConnections,
    endBlackhole: endpoint.endBlackhole,
    async close() {
      await application.end()
      await endpoint.close()
      await waitUntil(
        () => leaksSince(before) === '',
        () => `still open: ${leaksSince(before)}`,
      )
    },
  }
}

/** Returns a function that creates probes once per time limit. */
function createProbesWithin(checker: Checker, onTransition: (transition: Transition) => void) {
  const created = new Map<number, Probes>()
  return (limit = generous): Probes => {
    const probes =
      created.get(limit) ??
      createProbes({ readiness: [checker], timeoutSeconds: limit / 800, maxAge: 0, onTransition })
    created.set(limit, probes)
    return probes
  }
}

function secretsOf(server: Daemon): readonly string[] {
  const { host, port, user, password } = server as Daemon & Record<'user' | 'password', unknown>
  return [host, port, user, password].filter((each) => each !== undefined).map(String)
}
