import { AssertionError } from 'node:assert/strict'
import { once } from 'node:events'
import { type ClientHttp2Stream, connect, constants } from 'node:http2'
import { text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import { openTransport, patience } from '../connection.ts'
import { expectEqual, expectProbe, expectSame, expectText } from '../expect.ts'
import type { Rules, Site } from '../harness.ts'
import type { Answer } from '../message.ts'
import { responseFaults, withResponseFault } from '../response-faults.ts'
import { surviving } from './response-errors.ts'
import { startSlow } from './runs.ts'

type Send = (target: string, headers?: Readonly<Record<string, string>>) => ClientHttp2Stream

/** Does something over HTTP/2 where the server offers it, as the kubelet does. */
async function overHttp2(site: Site, act: (send: Send) => Promise<void>): Promise<void> {
  const { socket } = openTransport(site.url, ['h2', 'http/1.1'])
  if (!(socket instanceof TLSSocket)) return void socket.destroy()
  await once(socket, 'secureConnect')
  if (socket.alpnProtocol !== 'h2') return void socket.destroy()
  const session = connect(site.url, { createConnection: () => socket })
  session.on('error', () => {})
  try {
    await act((target, headers) => session.request({ ':path': target, ...headers }))
  } finally {
    session.destroy()
  }
}

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const [{ ':status': status, ...headers }] = await once(stream, 'response')
  return { status, headers: { ...headers }, body: await text(stream), chunks: [], pieces: 1 }
}

/** Resolves when the server has ended the stream, with or without an answer. */
async function closed(stream: ClientHttp2Stream): Promise<void> {
  stream.setTimeout(patience, () => {
    const message = `expected the end of the stream, saw nothing for ${patience} ms`
    stream.destroy(new AssertionError({ message }))
  })
  stream.resume()
  await once(stream, 'close').catch((error: unknown) => {
    if (error instanceof AssertionError) throw error
  })
}

export const http2Rules: Rules = {
  'a probe over HTTP/2 is answered as over HTTP/1.1, where the server speaks it': async (
    harness,
  ) => {
    const site = await harness.start({ readiness: [{ name: 'db', check: async () => false }] })
    await overHttp2(site, async (send) => {
      for (const target of ['/healthz', '/readiness', '/readyz?verbose', '/readyz?format=json']) {
        const answer = await answerOf(send(target))
        expectProbe(`GET ${target}`, answer, await site.probes.handle('GET', target))
        const head = await answerOf(send(target, { ':method': 'HEAD' }))
        expectSame(`HEAD ${target}`, head, { ...answer, body: '' })
      }
      const accept = 'application/json'
      const report = await site.probes.handle('GET', '/readyz', accept)
      expectProbe('GET /readyz for JSON', await answerOf(send('/readyz', { accept })), report)
    })
  },

  'the application answers over HTTP/2 as it does without probes': async (harness) => {
    const [site, bare] = await Promise.all([harness.start(), harness.startBare()])
    await overHttp2(site, (send) =>
      overHttp2(bare, async (sendBare) => {
        for (const target of ['/hello', '/missing', '/healthz/', '//healthz']) {
          const [answer, own] = await Promise.all([send(target), sendBare(target)].map(answerOf))
          if (answer && own) expectSame(`GET ${target}`, answer, own)
        }
        const post = { ':method': 'POST' }
        const streams = [send('/echo', post), sendBare('/echo', post)]
        for (const stream of streams) stream.end('what the client says')
        const [answer, own] = await Promise.all(streams.map(answerOf))
        if (answer && own) expectSame('POST /echo', answer, own)
      }),
    )
  },

  'a response that throws over HTTP/2 ends its stream, but neither its session nor the process': (
    harness,
  ) =>
    surviving(harness, async (site, crash) => {
      if (site.quirks.sendsForAdapter) return
      for (const [what, fault] of Object.entries(responseFaults)) {
        await overHttp2(site, async (send) => {
          await withResponseFault(fault, async () => {
            await Promise.race([closed(send('/healthz')), crash])
            await Promise.race([closed(send('/readiness')), crash])
          })
          const title = `GET /healthz on the session of a response that ${what}`
          expectText(title, await answerOf(send('/healthz')), 200, 'OK')
        })
      }
    }),

  'a prober that cancels its stream of HTTP/2 changes nothing': async (harness) => {
    const { site, begun, count, finish } = await startSlow(harness)
    await overHttp2(site, async (send) => {
      const impatient = send('/readiness')
      await begun(answerOf(impatient))
      impatient.close(constants.NGHTTP2_CANCEL)
      await once(impatient, 'close')
      expectText('GET /healthz', await answerOf(send('/healthz')), 200, 'OK')
      const next = answerOf(send('/readiness'))
      finish()
      expectText('the next GET /readiness', await next, 200, 'OK')
      expectEqual('the checks', count(), 1)
    })
  },
}
