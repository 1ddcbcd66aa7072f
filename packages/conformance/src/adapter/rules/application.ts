import { expectEqual, expectSameResponse, expectText } from '../expect.ts'
import type { Rules } from '../harness.ts'
import { type ReceivedResponse, requestBytes } from '../http-message.ts'

const post = { method: 'POST', body: 'the body of a request' }

export const applicationRules: Rules = {
  'serve starts an application with the required routes': async ({ startWithoutProbes }) => {
    const server = await startWithoutProbes()
    const prefix = 'the application of serve must answer'
    const { status, body } = await server.request('/hello')
    expectEqual(`${prefix} GET /hello`, { status, body }, { status: 200, body: 'hello' })
    const echo = await server.request('/echo', post)
    expectEqual(
      `${prefix} POST /echo with the body of the request`,
      { status: echo.status, body: echo.body },
      { status: 200, body: post.body },
    )
    const { chunks } = await server.request('/stream')
    expectEqual(`${prefix} GET /stream in two chunks`, chunks, ['one', 'two'])
    const thrown = await server.request('/throw')
    expectEqual(`${prefix} GET /throw with status 500 or higher`, thrown.status >= 500, true)
    const missing = await server.request('/healthz')
    expectEqual(`${prefix} GET /healthz with the status of the framework`, missing.status, 404)
  },

  'the application responds as it does without probes': async ({ start, startWithoutProbes }) => {
    const [server, plain] = await Promise.all([start(), startWithoutProbes()])
    const expectSame = async (target: string, options: Parameters<typeof plain.request>[1] = {}) =>
      expectSameResponse(
        `${options.method ?? 'GET'} ${target}`,
        await server.request(target, options),
        await plain.request(target, options),
      )
    for (const target of ['/hello', '/hello?a=/healthz', '/missing', '/']) {
      await expectSame(target)
      await expectSame(target, { method: 'HEAD' })
    }
    await expectSame('/hello', { headers: { Accept: 'application/json' } })
  },

  'the application receives the complete body of a request': async ({ start }) => {
    const server = await start()
    expectEqual('POST /echo', (await server.request('/echo', post)).body, post.body)
    const headers = { 'Transfer-Encoding': 'chunked', Connection: 'close' }
    const connection = server.connect()
    void connection.send(requestBytes(server.url, '/echo', { method: 'POST', headers }))
    void connection.send('3\r\none\r\n')
    void connection.send('3\r\ntwo\r\n0\r\n\r\n')
    expectEqual('POST /echo in chunks', (await connection.read()).body, 'onetwo')
  },

  'the framework handles an error that the application throws, and probes still pass': async (
    harness,
  ) => {
    const [server, plain] = await Promise.all([harness.start(), harness.startWithoutProbes()])
    const [thrown, expected] = await Promise.all([
      server.request('/throw'),
      plain.request('/throw'),
    ])
    // Without the body, because it may contain a stack trace that includes the adapter.
    const comparable = ({ status, headers }: ReceivedResponse) => ({
      status,
      type: headers['content-type'],
      names: Object.keys(headers).toSorted(),
    })
    expectEqual('GET /throw', comparable(thrown), comparable(expected))
    expectText('the next GET /readiness', await server.request('/readiness'), 200, 'OK')
    expectText('the next GET /healthz', await server.request('/healthz'), 200, 'OK')
  },

  'the application can stream a response': async ({ start }) => {
    const server = await start()
    const connection = server.connect()
    void connection.send(requestBytes(server.url, '/stream'))
    const [stream, probe] = await Promise.all([connection.read(), server.request('/readiness')])
    expectEqual('the chunks of GET /stream', stream.chunks, ['one', 'two'])
    expectText('GET /readiness during the stream', probe, 200, 'OK')
  },
}
