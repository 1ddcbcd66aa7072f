import { expectEqual, expectText } from './expect.ts'
import { type Answer, requestBytes } from './message.ts'
import type { Rules, Site } from './stage.ts'

const late = { name: 'db', check: () => new Promise(setImmediate) }

export const connectionRules: Rules = {
  'a connection that is kept alive serves probes and the application in turn': async ({
    start,
  }) => {
    const site = await start({ readiness: [late] })
    const connection = site.connect()
    const ask = (target: string, method = 'GET') => {
      connection.send(requestBytes(site.url, target, { method }))
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
    for (const [index, { status, body }] of (await pipeline(site, requests)).entries()) {
      const expected = { status: 200, body: targets[index] === '/hello' ? 'hello' : 'OK' }
      expectEqual(`GET ${targets[index]}`, { status, body }, expected)
    }
  },

  'a probe with a body is answered, and so is what follows it': async ({ start }) => {
    const site = await start({ readiness: [late] })
    const probe = requestBytes(site.url, '/readiness', { body: 'no probe has one' })
    const [first, second] = await pipeline(site, [probe, requestBytes(site.url, '/hello')])
    expectEqual('GET /readiness', first?.body, 'OK')
    expectEqual('GET /hello', second?.body, 'hello')
  },
}

/** The answers on one connection to requests that are sent at once, or in turn where the server wants it so. */
async function pipeline(site: Site, requests: readonly string[]): Promise<readonly Answer[]> {
  const connection = site.connect()
  const answers: Answer[] = []
  const { refusesPipelines = false } = site.quirks
  if (!refusesPipelines) connection.send(requests.join(''))
  for (const request of requests) {
    if (refusesPipelines) connection.send(request)
    answers.push(await connection.read())
  }
  return answers
}
