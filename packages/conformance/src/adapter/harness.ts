import { createProbes, type ProbeOptions, type Probes } from '@readyz/core'
import { type Connection, openConnection } from './connection.ts'
import { type Answer, type Request, requestBytes } from './message.ts'

/**
 * Serves a small application of the framework on a port of its own, with the adapter in front of it, or without any
 * probes where it is given none: the rules compare the two. The application answers
 *
 * - `GET /hello` with 200 and `hello`,
 * - `POST /echo` with 200 and the body of the request,
 * - `GET /throw` by throwing an error, which is left to the framework,
 * - `GET /stream` with 200 and a body in two chunks, `one`, and some milliseconds later `two`,
 *
 * and leaves everything else to the "not found" of the framework. It must not log to where a test may not.
 */
export type Serve = (probes: Probes | undefined) => Promise<Served>

export interface Served {
  /** Where it listens, without a path. Behind `https:` HTTP/2 is spoken too, where the server offers it. */
  readonly url: string
  /** Default none. */
  readonly quirks?: Quirks
  /** Called, and awaited, at the end of each rule, when all connections of the rule are closed. */
  close(): unknown
}

/** What a server does before any adapter is asked. The rules then hold the adapter to the rest. */
export interface Quirks {
  /** Dot segments are resolved, as in the URL of most Web Requests: `/x/../healthz` is a probe then. */
  readonly resolvesDotSegments?: boolean
  /** A request without a Host, as HTTP/1.0 has it, is refused or goes astray. */
  readonly needsHost?: boolean
  /** A request is dropped that comes before the one in front of it is answered. */
  readonly refusesPipelines?: boolean
  /** Head and body are sent apart, though both were there at once. */
  readonly partsHeadAndBody?: boolean
  /**
   * The framework sends the response after the adapter has returned it, and out of the adapter's reach. The rules about
   * responses that throw while they are sent then do not apply.
   */
  readonly sendsForAdapter?: boolean
}

/** A server under test. */
export interface Site {
  readonly url: URL
  readonly quirks: Quirks
  connect(): Connection
  /** The answer to one request on a connection of its own. */
  ask(target: string, request?: Request): Promise<Answer>
}

export interface ProbedSite extends Site {
  readonly probes: Probes
}

export interface Harness {
  /** The application behind probes that log nothing, and whose runs are reused until the rule ends. */
  start(options?: ProbeOptions): Promise<ProbedSite>
  /** The application without probes. */
  startBare(): Promise<Site>
}

/** By title. A rule rejects when it is broken. */
export type Rules = Readonly<Record<string, (harness: Harness) => Promise<void>>>

/** Plays a rule, and closes what it has opened. */
export async function withHarness(
  serve: Serve,
  rule: (harness: Harness) => Promise<void>,
): Promise<void> {
  const connections: Connection[] = []
  const serving: Promise<Served>[] = []

  async function open(probes: Probes | undefined): Promise<Site> {
    const starting = serve(probes)
    serving.push(starting)
    const served = await starting
    const url = new URL(served.url)
    const connect = () => {
      const connection = openConnection(url)
      connections.push(connection)
      return connection
    }
    const ask = (target: string, request: Request = {}) => {
      const connection = connect()
      const headers = { Connection: 'close', ...request.headers }
      void connection.send(requestBytes(url, target, { ...request, headers }))
      const answer = connection.read(request.method)
      // Where a rule is broken before it comes, nobody waits for it any more.
      answer.catch(() => {})
      return answer
    }
    return { url, quirks: served.quirks ?? {}, connect, ask }
  }

  try {
    await rule({
      async start(options) {
        const probes = createProbes({ maxAge: 3_600_000, onTransition: () => {}, ...options })
        return { ...(await open(probes)), probes }
      },
      startBare: () => open(undefined),
    })
  } finally {
    for (const connection of connections) connection.hangUp()
    // Also one that is still starting where another did not start, of which the rule has told.
    const close = (served: Served) => served.close()
    await Promise.all(serving.map((starting) => starting.then(close, () => {})))
  }
}
