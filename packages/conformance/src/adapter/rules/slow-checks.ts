import { expectEqual, expectProbeResponse, expectText } from '../expect.ts'
import type { Harness, Rules, ServerWithProbes } from '../harness.ts'
import { type ReceivedResponse, requestBytes } from '../http-message.ts'

interface PendingCheck {
  readonly server: ServerWithProbes
  /**
   * Resolves when a check has started. Rejects if the probe is answered, or its connection closed,
   * before a check has started.
   */
  started(probe: Promise<ReceivedResponse>): Promise<void>
  /** Returns how many checks have started. */
  readonly checkCount: () => number
  /** Lets all checks pass. */
  readonly finishChecks: () => void
}

/** Starts the application with a readiness check that is pending until `finishChecks` is called. */
export async function startWithPendingCheck({ start }: Harness): Promise<PendingCheck> {
  let count = 0
  let finishChecks = () => {}
  let startFirst = () => {}
  const firstStarted = new Promise<void>((resolve) => {
    startFirst = resolve
  })
  const started = (probe: Promise<ReceivedResponse>) => {
    const title = 'the status of GET /readiness before any check'
    const answeredFirst = probe.then(({ status }) => expectEqual(title, status, undefined))
    return Promise.race([firstStarted, answeredFirst])
  }
  const finished = new Promise<void>((resolve) => {
    finishChecks = resolve
  })
  const check = () => {
    count += 1
    startFirst()
    return finished
  }
  const server = await start({ timeoutSeconds: 60, readiness: [{ name: 'db', check }] })
  return { server, started, checkCount: () => count, finishChecks }
}

const ignoresClosedConnection = (how?: 'reset') => async (harness: Harness) => {
  const { server, started, checkCount, finishChecks } = await startWithPendingCheck(harness)
  const prober = server.connect()
  void prober.send(requestBytes(server.url, '/readiness'))
  await started(prober.read())
  prober.close(how)
  // When the server has answered this later request, it has also processed the close.
  expectText('GET /healthz', await server.request('/healthz'), 200, 'OK')
  const next = server.request('/readiness')
  finishChecks()
  expectText('the next GET /readiness', await next, 200, 'OK')
  expectText('the last GET /readiness', await server.request('/readiness'), 200, 'OK')
  expectEqual('the number of checks', checkCount(), 1)
}

export const slowCheckRules: Rules = {
  'liveness and the application respond while a readiness check is pending': async (harness) => {
    const { server, started, finishChecks } = await startWithPendingCheck(harness)
    const pending = server.request('/readiness')
    await started(pending)
    expectText('GET /healthz', await server.request('/healthz'), 200, 'OK')
    const { body } = await server.request('/hello')
    expectEqual('GET /hello', body, 'hello')
    finishChecks()
    expectText('GET /readiness', await pending, 200, 'OK')
  },

  'a hundred simultaneous probes run one check': async (harness) => {
    const { server, started, checkCount, finishChecks } = await startWithPendingCheck(harness)
    const connections = Array.from({ length: 100 }, () => server.connect())
    const bytes = requestBytes(server.url, '/readiness')
    await Promise.all(connections.map((connection) => connection.send(bytes)))
    const responses = connections.map((connection) => connection.read())
    await started(Promise.race(responses))
    // When the server has answered this later request, it has also received the probes.
    expectText('GET /healthz', await server.request('/healthz'), 200, 'OK')
    finishChecks()
    for (const response of await Promise.all(responses)) {
      expectText('GET /readiness', response, 200, 'OK')
    }
    expectEqual('the number of checks', checkCount(), 1)
  },

  'a prober that closes its connection does not affect the run': ignoresClosedConnection(),
  'a prober that resets its connection does not affect the run': ignoresClosedConnection('reset'),

  'a probe is answered within its budget if a check hangs': async ({ start }) => {
    const check = () => new Promise(() => {})
    const server = await start({ timeoutSeconds: 0.1, readiness: [{ name: 'db', check }] })
    const response = await server.request('/readiness')
    expectEqual('the status of GET /readiness', response.status, 503)
    // Accepts any reason, because on a busy machine it may be a blocked event loop.
    const expected = await server.probes.handle('GET', '/readiness')
    expectProbeResponse('GET /readiness', response, expected)
  },

  'readiness fails as soon as the process is draining, and liveness passes': async (harness) => {
    const { server, started, finishChecks } = await startWithPendingCheck(harness)
    const pending = server.request('/readiness')
    await started(pending)
    server.probes.drain()
    const draining = 'process: shutting down.'
    expectText('the pending GET /readiness', await pending, 503, draining)
    expectText('GET /readiness', await server.request('/readiness'), 503, draining)
    expectText('GET /healthz', await server.request('/healthz'), 200, 'OK')
    expectEqual('GET /hello', (await server.request('/hello')).body, 'hello')
    finishChecks()
  },
}
