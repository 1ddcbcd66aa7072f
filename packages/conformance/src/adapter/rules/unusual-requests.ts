import { startProcessGuard } from '../../process-guard.ts'
import { expectEqual, expectProbeResponse, expectSameResponse, expectText } from '../expect.ts'
import type { Rules } from '../harness.ts'
import { requestBytes } from '../http-message.ts'

// More than the buffers of a socket and of a stream.
const largeBody = 'x'.repeat(1_000_000)

// Node warns at more than ten listeners of one event.
const manyRequests = 30

/** Rules for requests that are malformed or large, and for connections that stay open. */
export const unusualRequestRules: Rules = {
  'a malformed target is passed to the application, and probes still pass': async (harness) => {
    const [server, plain] = await Promise.all([harness.start(), harness.startWithoutProbes()])
    for (const target of ['/%', '/%zz', '/%00', '//', '/\\', '/hello%2', '*']) {
      const response = await server.request(target)
      expectSameResponse(`GET ${target}`, response, await plain.request(target))
      expectText(`GET /healthz after GET ${target}`, await server.request('/healthz'), 200, 'OK')
    }
  },

  'the application receives a body of 1 MB, and a body in JSON': async (harness) => {
    const [server, plain] = await Promise.all([harness.start(), harness.startWithoutProbes()])
    const { status, body } = await server.request('/echo', { method: 'POST', body: largeBody })
    expectEqual('the status of POST /echo', status, 200)
    expectEqual('the length of the body of POST /echo', body.length, largeBody.length)
    const headers = { 'Content-Type': 'application/json' }
    const json = { method: 'POST', headers, body: '{"a":[1,2]}' }
    const echo = await server.request('/echo', json)
    // A body parser of the application may leave no body for the route.
    expectSameResponse('POST /echo with JSON', echo, await plain.request('/echo', json))
  },

  'Accept with several types returns the preferred one of JSON and text': async ({ start }) => {
    const server = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const accept of [
      'text/html, application/json;q=0.9',
      'application/json;q=0.1, text/plain',
      'text/plain;q=0.5, application/json',
      'image/*',
    ]) {
      const response = await server.request('/readiness', { headers: { Accept: accept } })
      const expected = await server.probes.handle('GET', '/readiness', accept)
      expectProbeResponse(`GET /readiness, Accept: ${accept}`, response, expected)
    }
  },

  'a connection serves further requests after a failed probe': async ({ start }) => {
    const server = await start({ readiness: [{ name: 'db', check: () => false }] })
    const connection = server.connect()
    for (const path of ['/readiness', '/hello', '/readiness']) {
      void connection.send(requestBytes(server.url, path))
      const { status } = await connection.read()
      expectEqual(`GET ${path}`, status, path === '/hello' ? 200 : 503)
    }
  },

  'many requests on one connection add no listener to it': async ({ start }) => {
    const server = await start()
    const guard = startProcessGuard()
    try {
      const connection = server.connect()
      for (let times = 0; times < manyRequests; times += 1) {
        const path = times % 2 === 0 ? '/readiness' : '/hello'
        void connection.send(requestBytes(server.url, path))
        expectEqual(`GET ${path}`, (await connection.read()).status, 200)
      }
    } finally {
      guard.stop()
    }
    expectEqual('the warnings about listeners', guard.listenerWarnings, [])
  },

  'readiness fails on an open connection after it has passed, if the process is draining': async ({
    start,
  }) => {
    const server = await start()
    const connection = server.connect()
    const get = (path: string) => {
      void connection.send(requestBytes(server.url, path))
      return connection.read()
    }
    expectText('GET /readiness', await get('/readiness'), 200, 'OK')
    server.probes.drain()
    const body = 'process: shutting down.'
    expectText('GET /readiness while the process is draining', await get('/readiness'), 503, body)
    expectText('GET /healthz while the process is draining', await get('/healthz'), 200, 'OK')
  },
}
