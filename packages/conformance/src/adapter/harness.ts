import { createProbes, type ProbeOptions, type Probes } from '@readyz/core'
import { startProcessGuard } from '../process-guard.ts'
import { expectEqual } from './expect.ts'
import { type Connection, openConnection } from './http-connection.ts'
import { type ReceivedResponse, type RequestOptions, requestBytes } from './http-message.ts'

/**
 * Starts a server on a free port with a small application behind the adapter. Without probes it
 * starts the same application without the adapter, because the rules compare both. The application
 * has these routes:
 *
 * - `GET /hello` returns 200 and `hello`.
 * - `POST /echo` returns 200 and the body of the request.
 * - `GET /throw` throws an error, which the framework handles.
 * - `GET /stream` returns 200 and a body in two chunks: `one`, and some milliseconds later `two`.
 *
 * For all other requests it returns the "not found" response of the framework. The application must
 * not print, if the test runner does not allow output.
 */
export type Serve = (probes: Probes | undefined) => Promise<Served>

export interface Served {
  /** The URL of the server without a path. For `https:` the rules also use HTTP/2 if available. */
  readonly url: string
  /** Default: none. */
  readonly quirks?: Quirks
  /** Called and awaited at the end of each rule, after all connections of the rule are closed. */
  close(): unknown
}

/** Differences of a server that an adapter cannot change. The rules allow them. */
export interface Quirks {
  /** The server resolves dot segments, as the URL class does. `/x/../healthz` is then a probe. */
  readonly resolvesDotSegments?: boolean
  /** The server rejects or misroutes an HTTP/1.0 request without a Host header. */
  readonly requiresHost?: boolean
  /** The server drops a request that arrives before the previous one is answered. */
  readonly rejectsPipelining?: boolean
  /** The server sends headers and body separately, even if both are available at once. */
  readonly sendsHeadersSeparately?: boolean
  /**
   * The framework sends the response after the adapter has returned it. The rules about responses
   * that throw while they are sent then do not apply.
   */
  readonly frameworkSendsResponse?: boolean
}

/** A server that `serve` has started. */
export interface ServerUnderTest {
  readonly url: URL
  readonly quirks: Quirks
  connect(): Connection
  /** Sends a request on a new connection, and returns the response. */
  request(target: string, options?: RequestOptions): Promise<ReceivedResponse>
}

export interface ServerWithProbes extends ServerUnderTest {
  readonly probes: Probes
}

export interface Harness {
  /**
   * Starts the application with probes. By default they log nothing, and reuse a run until the rule
   * ends.
   */
  start(options?: ProbeOptions): Promise<ServerWithProbes>
  startWithoutProbes(): Promise<ServerUnderTest>
}

/** Rules by title. A rule rejects if the adapter breaks it. */
export type Rules = Readonly<Record<string, (harness: Harness) => Promise<void>>>

/** Runs a rule, and closes its connections and servers. */
export async function withHarness(
  serve: Serve,
  rule: (harness: Harness) => Promise<void>,
): Promise<void> {
  // An error outside of a request would end the process of the test runner without a title.
  const guard = startProcessGuard()
  const connections: Connection[] = []
  const allServed: Promise<Served>[] = []

  async function startServer(probes: Probes | undefined): Promise<ServerUnderTest> {
    const serving = serve(probes)
    allServed.push(serving)
    const served = await serving
    const url = new URL(served.url)
    const connect = () => {
      const connection = openConnection(url)
      connections.push(connection)
      return connection
    }
    const request = (target: string, options: RequestOptions = {}) => {
      const connection = connect()
      const headers = { Connection: 'close', ...options.headers }
      void connection.send(requestBytes(url, target, { ...options, headers }))
      const response = connection.read(options.method)
      // If the rule fails earlier, it does not await the response.
      response.catch(() => {})
      return response
    }
    return { url, quirks: served.quirks ?? {}, connect, request }
  }

  try {
    await rule({
      async start(options) {
        const probes = createProbes({ maxAge: 3_600_000, onTransition: () => {}, ...options })
        return { ...(await startServer(probes)), probes }
      },
      startWithoutProbes: () => startServer(undefined),
    })
  } finally {
    for (const connection of connections) connection.close()
    // Also closes a server that is still starting after another one has failed to start.
    const close = (served: Served) => served.close()
    await Promise.all(allServed.map((serving) => serving.then(close, () => {})))
    guard.stop()
  }
  expectEqual('the uncaught errors', guard.errors, [])
}
