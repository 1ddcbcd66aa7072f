import { describe, expect, test } from 'vitest'
import {
  endConnection,
  startHttp2StreamServer,
  startRawServer,
  startRawTlsServer,
} from './http-servers.ts'
import { probe } from './probe-url.ts'
import { responses } from './raw-responses.ts'

describe('probe reads a raw response', () => {
  test.each(responses)(
    '$title (connection afterwards: $ending): the result of the kubelet is $kubelet',
    async (response) => {
      const { bytes, ending, kubelet, probe: expected } = response
      // A response that never ends lasts until the time limit.
      const time = String(expected).startsWith('/^timeout') ? 300 : 10_000
      const found = await probe(await startRawServer(bytes, ending), time)
      expect(found).toMatch(expected === 'healthy' ? /^healthy$/ : expected)
      expect(found === 'healthy').toBe(kubelet === 'success')
    },
  )
})

describe('probe reads a response over TLS', () => {
  const unbounded = 'HTTP/1.1 200 OK\r\n\r\nhalf'
  const http1 = { ALPNProtocols: ['http/1.1'] }

  test('a FIN between two TLS records ends the body, as for the kubelet', async () => {
    const url = await startRawTlsServer(
      (stream, socket) => stream.write(unbounded, () => socket.destroySoon()),
      http1,
    )
    expect(await probe(url, 10_000)).toBe('healthy')
  })

  test('a close_notify ends the body', async () => {
    const url = await startRawTlsServer((stream) => stream.end(unbounded), http1)
    expect(await probe(url, 10_000)).toBe('healthy')
  })

  test('a FIN within a TLS record truncates the body', async () => {
    const url = await startRawTlsServer((stream, socket) => {
      const header = Buffer.from([0x17, 3, 3, 1, 0, 1, 2, 3])
      stream.write(unbounded, () => socket.end(header))
    }, http1)
    expect(await probe(url, 10_000)).toBe('the connection ended within a TLS record')
  })

  test('a reset truncates the body', async () => {
    const url = await startRawTlsServer(
      (stream, socket) => stream.write(unbounded, () => socket.resetAndDestroy()),
      http1,
    )
    expect(await probe(url, 10_000)).toMatch(/ECONNRESET|EPIPE/)
  })

  test.each(['AES128-GCM-SHA256', 'DHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256'])(
    'a server that offers only %s, which the kubelet does not, is unhealthy',
    async (ciphers) => {
      const options = { ...http1, ciphers, maxVersion: 'TLSv1.2', dhparam: 'auto' } as const
      const url = await startRawTlsServer((stream) => stream.end(unbounded), options)
      expect(await probe(url, 10_000)).toMatch(/handshake failure|ECONNRESET/i)
    },
  )
})

describe('probe reads a response over HTTP/2', () => {
  type Respond = Parameters<typeof startHttp2StreamServer>[0]
  const head = { ':status': 200 }
  const long = { ...head, 'content-length': 1000 }

  test.each<[string, Respond]>([
    [
      'a body that ends',
      (stream) => {
        stream.respond(head)
        stream.end('OK')
      },
    ],
    [
      'a body of its length',
      (stream) => {
        stream.respond({ ...head, 'content-length': 2 })
        stream.end('OK')
      },
    ],
    ['no body', (stream) => stream.respond(head, { endStream: true })],
    [
      '10 KiB of a longer body, then a reset',
      (stream) => {
        stream.respond(head)
        stream.write('x'.repeat(10_240), () => stream.close(2))
      },
    ],
    [
      '200 headers',
      (stream) => {
        const many = Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'y'])
        stream.respond({ ...head, ...Object.fromEntries(many) }, { endStream: true })
      },
    ],
  ])('%s is healthy', async (_, respond) => {
    expect(await probe(await startHttp2StreamServer(respond), 10_000)).toBe('healthy')
  })

  const afterByte =
    (respond: Respond, headers: object = head): Respond =>
    (stream) => {
      stream.respond({ ...headers })
      stream.write('a', () => setImmediate(() => respond(stream)))
    }

  test.each<[string, Respond]>([
    ...[0, 1, 2, 7, 8, 11].flatMap((code): [string, Respond][] => [
      [`a byte, then RST_STREAM with code ${code}`, afterByte((stream) => stream.close(code))],
      [
        `a byte of 1000, then RST_STREAM with code ${code}`,
        afterByte((stream) => stream.close(code), long),
      ],
    ]),
    [
      'no byte, then RST_STREAM',
      (stream) => {
        stream.respond(head)
        setImmediate(() => stream.close(2))
      },
    ],
    ['a byte, then a destroyed session', afterByte((stream) => stream.session?.destroy())],
    [
      'a byte, then GOAWAY with an error',
      afterByte((stream) => {
        stream.session?.goaway(2, 0)
        stream.session?.destroy()
      }),
    ],
    [
      'a byte, then GOAWAY without an error and the end of the connection',
      afterByte((stream) => {
        stream.session?.goaway(0, 1)
        setImmediate(() => endConnection(stream))
      }),
    ],
    ['a byte, then the end of the connection', afterByte((stream) => endConnection(stream))],
    ['END_STREAM before the length', afterByte((stream) => stream.end(), long)],
    [
      'END_STREAM after more than the length',
      afterByte((stream) => stream.end('bcd'), { ...head, 'content-length': 2 }),
    ],
    [
      'a length, and END_STREAM with the head',
      (stream) => stream.respond(long, { endStream: true }),
    ],
  ])('%s is unhealthy', async (_, respond) => {
    expect(await probe(await startHttp2StreamServer(respond), 10_000)).toMatch(
      /truncated|closed|session|ECONNRESET|EPIPE/i,
    )
  })
})
