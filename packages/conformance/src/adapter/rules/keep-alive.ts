import { expectEqual, expectText } from '../expect.ts'
import type { Rules, Site } from '../harness.ts'
import { type Answer, requestBytes } from '../message.ts'

const late = { name: 'db', check: () => new Promise(setImmediate) }

export const connectionRules: Rules = {
  'a connection that is kept alive serves probes and the application in turn': async ({
    start,
  }) => {
    const site = await start({ readiness: [late] })
    const connection = site.connect()
    const ask = (target: string, method = 'GET') => {
      void connection.send(requestBytes(site.url, target, { method }))
      return connection.read(method)
    }
    expectText('GET /readiness', await ask('/readiness'), 200, 'OK')
    expectEqual('GET /hello', (await ask('/hello')).body, 'hello')
    const { status, body } = await ask('/readiness', 'HEAD')
    expectEqual('HEAD /readiness', { status, body }, { status: 200, body: '' })
    expectText('GET /healthz', await ask('/healthz'), 200, 'OK')
    expectEqual('GET /missing', (await ask('/missing')).status, 404)
    expectText('GET /readyz', await ask('/readyz'), 200, 'OK')
  },

  'requests in a pipeline are answered in their order': async ({ start }) => {
    const site = await start({ readiness: [late] })
    const targets = ['/readiness', '/hello', '/healthz', '/readyz']
    const requests = targets.map((target) => requestBytes(site.url, target))
    const read = pipeline(site, requests)
    expectText('GET /readiness', await read(), 200, 'OK')
    expectEqual('GET /hello', (await read()).body, 'hello')
    expectText('GET /healthz', await read(), 200, 'OK')
    expectText('GET /readyz', await read(), 200, 'OK')
  },

  'a probe with a body is answered, and so is what follows it': async ({ start }) => {
    const site = await start({ readiness: [late] })
    const probe = requestBytes(site.url, '/readiness', { body: 'no probe has one' })
    const read = pipeline(site, [probe, requestBytes(site.url, '/hello')])
    expectText('GET /readiness', await read(), 200, 'OK')
    expectEqual('GET /hello', (await read()).body, 'hello')
  },
}

/** Reads the answers on one connection to requests that are sent at once, or in turn where the server wants it so. */
function pipeline(site: Site, requests: readonly string[]): () => Promise<Answer> {
  const connection = site.connect()
  const unsent = site.quirks.refusesPipelines ? [...requests] : [requests.join('')]
  return () => {
    const next = unsent.shift()
    if (next !== undefined) void connection.send(next)
    return connection.read()
  }
}
