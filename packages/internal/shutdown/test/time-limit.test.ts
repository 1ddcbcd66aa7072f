import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Application } from '../src/start-application.ts'
import { get, openConnection, start } from './fixture.ts'

const closedAtLimit = (what: string) => ({
  code: 1,
  stderr: `readyz: not stopped gracefully: closed at the time limit: ${what}\n`,
})

/** Waits until the application has accepted this number of requests. */
async function untilAccepted({ outcomes, child }: Application, count: number): Promise<void> {
  while (outcomes.acceptedCount < count) await once(child.stdout ?? child, 'data')
}

test('requests and upgraded connections that are open at the time limit are closed and counted, and the hooks run', async () => {
  const application = await start({ timeoutSeconds: 1, closesStreams: false })
  const socket = new WebSocket(application.url)
  await once(socket, 'open')
  for (const id of ['1', '2']) (await openConnection(application)).socket.write(get(`/hang/${id}`))
  await untilAccepted(application, 2)
  application.child.kill('SIGTERM')
  await once(socket, 'close')
  expect(await application.ended).toEqual(
    closedAtLimit('2 requests in flight, 1 upgraded connection'),
  )
  expect(application.lines).toContain('hooks ran')
})

test('HTTP/2 requests that are open at the time limit are closed and counted', async () => {
  const application = await start({ kind: 'h2c', timeoutSeconds: 1 })
  const session = connectHttp2(application.url)
  onTestFinished(() => session.destroy())
  session.on('error', () => {})
  session.request({ ':path': '/hang/1' }).on('error', () => {})
  await untilAccepted(application, 1)
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual(closedAtLimit('1 request in flight'))
})

const upload = (id: string) => `POST /early/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n`

test.each([
  ['one byte of a request head', 'http', 'G', '1 partly received request'],
  [
    'a request head without its end',
    'http',
    'GET / HTTP/1.1\r\nHost: x\r\n',
    '1 partly received request',
  ],
  [
    'an upload that was answered before its body was complete',
    'http',
    `${upload('1')}12345678`,
    '1 partly received request',
  ],
  ['a partial TLS handshake', 'https', '\x16\x03\x01', '1 unfinished TLS handshake'],
])('%s is closed at the time limit and counted', async (_, kind, bytes, what) => {
  const application = await start({ kind, timeoutSeconds: 3, keepAliveMs: 500 })
  const connection = await openConnection(application, { isSecure: false, allowHalfOpen: true })
  await new Promise((sent) => connection.socket.write(bytes, 'latin1', sent))
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual(closedAtLimit(what))
})

test('a request that arrives one byte at a time is closed and counted at the time limit', async () => {
  const application = await start({ timeoutSeconds: 3, keepAliveMs: 500 })
  const connection = await openConnection(application)
  const sending = setInterval(() => connection.socket.write('x'), 50)
  connection.socket.write('GET /')
  application.child.kill('SIGTERM')
  await connection.closed
  clearInterval(sending)
  expect(await application.ended).toEqual(closedAtLimit('1 partly received request'))
})

test.each(['http', 'https', 'http2', 'h2c'])(
  'a connection without data to a server of %s is closed and not counted',
  async (kind) => {
    const application = await start({ kind, timeoutSeconds: 20, keepAliveMs: 500 })
    const connection = await openConnection(application, { isSecure: false })
    application.child.kill('SIGTERM')
    await connection.closed
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)
