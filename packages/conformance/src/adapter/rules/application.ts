import { expectEqual, expectSame, expectText } from '../expect.ts'
import type { Rules } from '../harness.ts'
import { requestBytes } from '../message.ts'

const echo = { method: 'POST', body: 'what the client says' }

export const applicationRules: Rules = {
  'the application is the one that serve has to serve': async ({ startBare }) => {
    const site = await startBare()
    const wanted = 'serve has to serve, without probes as with them,'
    const hello = await site.ask('/hello')
    const { status, body } = hello
    expectEqual(`${wanted} GET /hello`, { status, body }, { status: 200, body: 'hello' })
    const { status: echoed, body: text } = await site.ask('/echo', echo)
    expectEqual(
      `${wanted} POST /echo`,
      { status: echoed, body: text },
      { status: 200, body: echo.body },
    )
    const { chunks } = await site.ask('/stream')
    expectEqual(`${wanted} the chunks of GET /stream`, chunks, ['one', 'two'])
    const thrown = await site.ask('/throw')
    expectEqual(`${wanted} GET /throw with a status of 500 or more`, thrown.status >= 500, true)
    const missing = await site.ask('/healthz')
    expectEqual(`${wanted} GET /healthz with the 404 of the framework`, missing.status, 404)
  },

  'the application answers as it does without probes': async ({ start, startBare }) => {
    const [site, bare] = await Promise.all([start(), startBare()])
    for (const target of ['/hello', '/hello?a=/healthz', '/missing', '/']) {
      expectSame(`GET ${target}`, await site.ask(target), await bare.ask(target))
      const head = { method: 'HEAD' }
      expectSame(`HEAD ${target}`, await site.ask(target, head), await bare.ask(target, head))
    }
    const json = { headers: { Accept: 'application/json' } }
    expectSame('GET /hello', await site.ask('/hello', json), await bare.ask('/hello', json))
  },

  'the body of a request reaches the application whole': async ({ start }) => {
    const site = await start()
    expectEqual('POST /echo', (await site.ask('/echo', echo)).body, echo.body)
    const headers = { 'Transfer-Encoding': 'chunked', Connection: 'close' }
    const connection = site.connect()
    void connection.send(requestBytes(site.url, '/echo', { method: 'POST', headers }))
    void connection.send('3\r\none\r\n')
    void connection.send('3\r\ntwo\r\n0\r\n\r\n')
    expectEqual('POST /echo in chunks', (await connection.read()).body, 'onetwo')
  },

  'an application that throws answers for itself, and the probes go on': async (harness) => {
    const [site, bare] = await Promise.all([harness.start(), harness.startBare()])
    const [thrown, own] = await Promise.all([site.ask('/throw'), bare.ask('/throw')])
    // Not the body: it may show the stack, on which the adapter stands.
    const comparable = ({ status, headers }: typeof thrown) => ({
      status,
      type: headers['content-type'],
      names: Object.keys(headers).toSorted(),
    })
    expectEqual('GET /throw', comparable(thrown), comparable(own))
    expectText('GET /readiness behind it', await site.ask('/readiness'), 200, 'OK')
    expectText('GET /healthz behind it', await site.ask('/healthz'), 200, 'OK')
  },

  'an application that streams goes on streaming': async ({ start }) => {
    const site = await start()
    const connection = site.connect()
    void connection.send(requestBytes(site.url, '/stream'))
    const [stream, probe] = await Promise.all([connection.read(), site.ask('/readiness')])
    expectEqual('the chunks of GET /stream', stream.chunks, ['one', 'two'])
    expectText('GET /readiness meanwhile', probe, 200, 'OK')
  },
}
