import { expectEqual, expectText } from './expect.ts'
import { requestBytes } from './message.ts'
import type { Rules } from './stage.ts'

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
    const connection = site.connect()
    const targets = ['/readiness', '/hello', '/healthz', '/readyz']
    connection.send(targets.map((target) => requestBytes(site.url, target)).join(''))
    expectText('GET /readiness', await connection.read(), 200, 'OK')
    expectEqual('GET /hello', (await connection.read()).body, 'hello')
    expectText('GET /healthz', await connection.read(), 200, 'OK')
    expectText('GET /readyz', await connection.read(), 200, 'OK')
  },

  'a probe with a body is answered, and so is what follows it': async ({ start }) => {
    const connection = await start({ readiness: [late] }).then((site) => {
      const opened = site.connect()
      opened.send(requestBytes(site.url, '/readiness', { body: 'no probe has one' }))
      opened.send(requestBytes(site.url, '/hello'))
      return opened
    })
    expectText('GET /readiness', await connection.read(), 200, 'OK')
    expectEqual('GET /hello', (await connection.read()).body, 'hello')
  },
}
