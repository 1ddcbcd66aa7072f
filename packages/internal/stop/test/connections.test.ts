import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { announced, answer, dial, get, started, tellToStop } from './started.ts'

test('a connection is kept while it drains, and from the middle of that an answer says that it closes', async () => {
  const application = await started({ drainSeconds: 4 })
  const line = await dial(application)
  const signalledAt = performance.now()
  await tellToStop(application)
  line.socket.write(get('/quick/1'))
  await line.hears(answer('1', 'keep-alive'))
  await announced(application)
  expect(performance.now() - signalledAt).toBeGreaterThanOrEqual(2000)
  line.socket.write(get('/quick/2'))
  await line.hears(answer('2', 'close'))
  await line.closed
  // There is another one to be had still.
  const other = await dial(application)
  other.socket.write(get('/quick/3'))
  await other.hears(answer('3', 'close'))
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('the answer to a request under way says that its connection closes', async () => {
  const application = await started({ timeoutSeconds: 10 })
  const line = await dial(application)
  const upload = 'POST /upload/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n'
  line.socket.write(`${upload}ab`)
  while (application.ledger.count === 0) await sleep(5)
  await tellToStop(application)
  // Longer than an idle connection is left alone.
  await sleep(1500)
  line.socket.write('cd')
  await line.hears(answer('1 4', 'close'))
  await line.closed
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('of pipelined requests all are answered, and only the last answer says that the connection closes', async () => {
  const application = await started({ drainSeconds: 2 })
  const line = await dial(application)
  await tellToStop(application)
  await announced(application)
  line.socket.write(get('/quick/1') + get('/quick/2') + get('/quick/3'))
  await line.closed
  expect(line.received().match(/Connection: \S+/g)).toEqual([
    'Connection: keep-alive',
    'Connection: keep-alive',
    'Connection: close',
  ])
  expect(line.received()).toMatch(/\r\n\r\n2HTTP.*\r\n\r\n3$/s)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('what comes behind an answer that says so is not looked at', async () => {
  const application = await started({ drainSeconds: 2 })
  const line = await dial(application)
  await tellToStop(application)
  await announced(application)
  line.socket.write(get('/download/1'))
  await line.hears(/Connection: close/)
  line.socket.write(get('/quick/2'))
  await line.closed
  expect(line.received()).toMatch(/x\r\n1\r\n1\r\n0\r\n\r\n$/)
  expect(application.ledger.has('2')).toBe(false)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('a session of HTTP/2 is told by GOAWAY, and its requests under way are answered', async () => {
  const application = await started({ kind: 'h2c' })
  const session = connectHttp2(application.url)
  onTestFinished(() => session.destroy())
  const stream = session.request({ ':path': '/download/1' })
  let body = ''
  stream.on('data', (chunk) => {
    body += chunk
  })
  await once(stream, 'response')
  application.child.kill('SIGTERM')
  const [[code], , ended] = await Promise.all([
    once(session, 'goaway'),
    once(stream, 'close'),
    application.ended,
  ])
  expect({ code, length: body.length, body: body.at(-1), ended }).toEqual({
    code: 0,
    length: 100_001,
    body: '1',
    ended: { code: 0, stderr: '' },
  })
})

test('an upgraded connection is told when the server stops accepting, not before', async () => {
  const application = await started({ drainSeconds: 0.5 })
  const socket = new WebSocket(application.url)
  await once(socket, 'open')
  const toldAt = once(socket, 'close').then(([code]) => ({ code, at: performance.now() }))
  const signalledAt = performance.now()
  application.child.kill('SIGTERM')
  const { code, at } = await toldAt
  expect(code).toBe(1001)
  expect(at - signalledAt).toBeGreaterThanOrEqual(500)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})
