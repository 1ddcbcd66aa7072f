import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Application } from '../src/rehearsal.ts'
import { dial, get, started } from './started.ts'

const cut = (what: string) => ({
  code: 1,
  stderr: `readyz: not stopped gracefully: cut at the time limit: ${what}\n`,
})

/** Waits until the application has so many requests. */
async function requests({ ledger, child }: Application, count: number): Promise<void> {
  while (ledger.count < count) await once(child.stdout ?? child, 'data')
}

test('requests and upgraded connections that have not ended at the time limit are cut and counted, and the hooks run', async () => {
  const application = await started({ timeoutSeconds: 1, says: false })
  const socket = new WebSocket(application.url)
  await once(socket, 'open')
  for (const id of ['1', '2']) (await dial(application)).socket.write(get(`/hang/${id}`))
  await requests(application, 2)
  application.child.kill('SIGTERM')
  await once(socket, 'close')
  expect(await application.ended).toEqual(cut('2 requests in flight, 1 upgraded connection'))
  expect(application.lines).toContain('hooks ran')
})

test('requests of HTTP/2 that have not ended at the time limit are cut and counted', async () => {
  const application = await started({ kind: 'h2c', timeoutSeconds: 1 })
  const session = connectHttp2(application.url)
  onTestFinished(() => session.destroy())
  session.on('error', () => {})
  session.request({ ':path': '/hang/1' }).on('error', () => {})
  await requests(application, 1)
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual(cut('1 request in flight'))
})

const upload = (id: string) => `POST /early/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n`

test.each([
  ['a request head of which one byte has arrived', 'http', 'G', '1 partly received request'],
  [
    'a request head that has not ended',
    'http',
    'GET / HTTP/1.1\r\nHost: x\r\n',
    '1 partly received request',
  ],
  [
    'an upload that was answered before its end',
    'http',
    `${upload('1')}12345678`,
    '1 partly received request',
  ],
  [
    'a TLS handshake of which a part has arrived',
    'https',
    '\x16\x03\x01',
    '1 unfinished TLS handshake',
  ],
])('%s is counted at the time limit', async (_, kind, bytes, what) => {
  const application = await started({ kind, timeoutSeconds: 3, keepAliveMs: 500 })
  const line = await dial(application, { isSecure: false, allowHalfOpen: true })
  await new Promise((sent) => line.socket.write(bytes, 'latin1', sent))
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual(cut(what))
})

test('a client that sends one byte at a time is counted at the time limit', async () => {
  const application = await started({ timeoutSeconds: 3, keepAliveMs: 500 })
  const line = await dial(application)
  const sending = setInterval(() => line.socket.write('x'), 50)
  line.socket.write('GET /')
  application.child.kill('SIGTERM')
  await line.closed
  clearInterval(sending)
  expect(await application.ended).toEqual(cut('1 partly received request'))
})

test.each(['http', 'https', 'http2', 'h2c'])(
  'a connection to a server of %s on which nothing was sent is closed without being counted',
  async (kind) => {
    const application = await started({ kind, timeoutSeconds: 20, keepAliveMs: 500 })
    const line = await dial(application, { isSecure: false })
    application.child.kill('SIGTERM')
    await line.closed
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)
