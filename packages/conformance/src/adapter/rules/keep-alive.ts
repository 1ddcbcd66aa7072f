import { expectEqual, expectText } from '../expect.ts'
import type { Rules, ServerUnderTest } from '../harness.ts'
import { type ReceivedResponse, requestBytes } from '../http-message.ts'

const asyncChecker = { name: 'db', check: () => new Promise(setImmediate) }

export const keepAliveRules: Rules = {
  'a keep-alive connection serves probes and requests of the application in turn': async ({
    start,
  }) => {
    const server = await start({ readiness: [asyncChecker] })
    const connection = server.connect()
    const request = (target: string, method = 'GET') => {
      void connection.send(requestBytes(server.url, target, { method }))
      return connection.read(method)
    }
    expectText('GET /readiness', await request('/readiness'), 200, 'OK')
    expectEqual('GET /hello', (await request('/hello')).body, 'hello')
    const { status, body } = await request('/readiness', 'HEAD')
    expectEqual('HEAD /readiness', { status, body }, { status: 200, body: '' })
    expectText('GET /healthz', await request('/healthz'), 200, 'OK')
    expectEqual('GET /missing', (await request('/missing')).status, 404)
    expectText('GET /readyz', await request('/readyz'), 200, 'OK')
  },

  'pipelined requests are answered in order': async ({ start }) => {
    const server = await start({ readiness: [asyncChecker] })
    const targets = ['/readiness', '/hello', '/healthz', '/readyz']
    const requests = targets.map((target) => requestBytes(server.url, target))
    const read = pipeline(server, requests)
    expectText('GET /readiness', await read(), 200, 'OK')
    expectEqual('GET /hello', (await read()).body, 'hello')
    expectText('GET /healthz', await read(), 200, 'OK')
    expectText('GET /readyz', await read(), 200, 'OK')
  },

  'a probe with a body is answered, and so is the next request on its connection': async ({
    start,
  }) => {
    const server = await start({ readiness: [asyncChecker] })
    const probe = requestBytes(server.url, '/readiness', { body: 'a body' })
    const read = pipeline(server, [probe, requestBytes(server.url, '/hello')])
    expectText('GET /readiness', await read(), 200, 'OK')
    expectEqual('GET /hello', (await read()).body, 'hello')
  },
}

/**
 * Sends all requests at once on one connection, or in turn if the server rejects pipelining.
 * Returns a function that reads the next response.
 */
function pipeline(
  server: ServerUnderTest,
  requests: readonly string[],
): () => Promise<ReceivedResponse> {
  const connection = server.connect()
  const unsent = server.quirks.rejectsPipelining ? [...requests] : [requests.join('')]
  return () => {
    const next = unsent.shift()
    if (next !== undefined) void connection.send(next)
    return connection.read()
  }
}
