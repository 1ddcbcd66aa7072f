import { AssertionError } from 'node:assert/strict'
import { once } from 'node:events'
import { type ClientHttp2Stream, connect, constants } from 'node:http2'
import { text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import { expectEqual, expectProbeResponse, expectSameResponse, expectText } from '../expect.ts'
import type { Rules, ServerUnderTest } from '../harness.ts'
import { openTransport, responseTimeout } from '../http-connection.ts'
import type { ReceivedResponse } from '../http-message.ts'
import { responseFaults, withResponseFault } from '../response-faults.ts'
import { withoutCrash } from './response-errors.ts'
import { startWithPendingCheck } from './slow-checks.ts'

type Send = (target: string, headers?: Readonly<Record<string, string>>) => ClientHttp2Stream

/** Opens an HTTP/2 session for `run`, as the kubelet does. Returns if there is no HTTP/2. */
async function overHttp2(
  server: ServerUnderTest,
  run: (send: Send) => Promise<void>,
): Promise<void> {
  const { socket } = openTransport(server.url, ['h2', 'http/1.1'])
  if (!(socket instanceof TLSSocket)) return void socket.destroy()
  await once(socket, 'secureConnect')
  if (socket.alpnProtocol !== 'h2') return void socket.destroy()
  const session = connect(server.url, { createConnection: () => socket })
  session.on('error', () => {})
  try {
    await run((target, headers) => session.request({ ':path': target, ...headers }))
  } finally {
    session.destroy()
  }
}

async function responseOf(stream: ClientHttp2Stream): Promise<ReceivedResponse> {
  const [{ ':status': status, ...headers }] = await once(stream, 'response')
  return { status, headers: { ...headers }, body: await text(stream), chunks: [], pieces: 1 }
}

/** Resolves when the server has ended the stream, with or without a response. */
async function closed(stream: ClientHttp2Stream): Promise<void> {
  stream.setTimeout(responseTimeout, () => {
    const message = `expected the end of the stream, got no data for ${responseTimeout} ms`
    stream.destroy(new AssertionError({ message }))
  })
  stream.resume()
  await once(stream, 'close').catch((error: unknown) => {
    if (error instanceof AssertionError) throw error
  })
}

export const http2Rules: Rules = {
  'a probe over HTTP/2 returns the same response as over HTTP/1.1, if the server offers HTTP/2':
    async (harness) => {
      const server = await harness.start({ readiness: [{ name: 'db', check: async () => false }] })
      await overHttp2(server, async (send) => {
        for (const target of ['/healthz', '/readiness', '/readyz?verbose', '/readyz?format=json']) {
          const response = await responseOf(send(target))
          const expected = await server.probes.handle('GET', target)
          expectProbeResponse(`GET ${target}`, response, expected)
          const head = await responseOf(send(target, { ':method': 'HEAD' }))
          expectSameResponse(`HEAD ${target}`, head, { ...response, body: '' })
        }
        const accept = 'application/json'
        const response = await responseOf(send('/readyz', { accept }))
        const report = await server.probes.handle('GET', '/readyz', accept)
        expectProbeResponse('GET /readyz, Accept: application/json', response, report)
      })
    },

  'the application responds over HTTP/2 as it does without probes': async (harness) => {
    const [server, plain] = await Promise.all([harness.start(), harness.startWithoutProbes()])
    await overHttp2(server, (send) =>
      overHttp2(plain, async (sendPlain) => {
        const expectSame = async (title: string, streams: readonly ClientHttp2Stream[]) => {
          const [response, expected] = await Promise.all(streams.map(responseOf))
          if (response && expected) expectSameResponse(title, response, expected)
        }
        for (const target of ['/hello', '/missing', '/healthz/', '//healthz']) {
          await expectSame(`GET ${target}`, [send(target), sendPlain(target)])
        }
        const post = { ':method': 'POST' }
        const streams = [send('/echo', post), sendPlain('/echo', post)]
        for (const stream of streams) stream.end('the body of a request')
        await expectSame('POST /echo', streams)
      }),
    )
  },

  'a response that throws over HTTP/2 ends its stream, but not its session or the process': (
    harness,
  ) =>
    withoutCrash(harness, async (server, crash) => {
      if (server.quirks.frameworkSendsResponse) return
      for (const [description, fault] of Object.entries(responseFaults)) {
        await overHttp2(server, async (send) => {
          await withResponseFault(fault, async () => {
            await Promise.race([closed(send('/healthz')), crash])
            await Promise.race([closed(send('/readiness')), crash])
          })
          const title = `GET /healthz on the session of a response that ${description}`
          expectText(title, await responseOf(send('/healthz')), 200, 'OK')
        })
      }
    }),

  'a prober that cancels its HTTP/2 stream does not affect the run': async (harness) => {
    const { server, started, checkCount, finishChecks } = await startWithPendingCheck(harness)
    await overHttp2(server, async (send) => {
      const cancelled = send('/readiness')
      await started(responseOf(cancelled))
      cancelled.close(constants.NGHTTP2_CANCEL)
      await once(cancelled, 'close')
      expectText('GET /healthz', await responseOf(send('/healthz')), 200, 'OK')
      const next = responseOf(send('/readiness'))
      finishChecks()
      expectText('the next GET /readiness', await next, 200, 'OK')
      expectEqual('the number of checks', checkCount(), 1)
    })
  },
}
