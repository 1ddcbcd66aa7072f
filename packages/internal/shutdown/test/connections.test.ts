import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  get,
  openConnection,
  responseWith,
  start,
  startDraining,
  untilConnectionClose,
} from './fixture.ts'

test('responses contain Connection: close only in the second half of drainSeconds', async () => {
  const application = await start({ drainSeconds: 4 })
  const connection = await openConnection(application)
  const signalledAt = performance.now()
  await startDraining(application)
  connection.socket.write(get('/quick/1'))
  await connection.receives(responseWith('1', 'keep-alive'))
  await untilConnectionClose(application)
  expect(performance.now() - signalledAt).toBeGreaterThanOrEqual(2000)
  connection.socket.write(get('/quick/2'))
  await connection.receives(responseWith('2', 'close'))
  await connection.closed
  // The server still accepts new connections.
  const other = await openConnection(application)
  other.socket.write(get('/quick/3'))
  await other.receives(responseWith('3', 'close'))
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('the response to a request in flight at the signal contains Connection: close', async () => {
  const application = await start({ timeoutSeconds: 10 })
  const connection = await openConnection(application)
  const upload = 'POST /upload/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n'
  connection.socket.write(`${upload}ab`)
  while (application.outcomes.acceptedCount === 0) await sleep(5)
  await startDraining(application)
  // Longer than the buffer that is added to the keep-alive timeout.
  await sleep(1500)
  connection.socket.write('cd')
  await connection.receives(responseWith('1 4', 'close'))
  await connection.closed
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('only the last response to pipelined requests contains Connection: close', async () => {
  const application = await start({ drainSeconds: 2 })
  const connection = await openConnection(application)
  await startDraining(application)
  await untilConnectionClose(application)
  connection.socket.write(get('/quick/1') + get('/quick/2') + get('/quick/3'))
  await connection.closed
  expect(connection.received().match(/Connection: \S+/g)).toEqual([
    'Connection: keep-alive',
    'Connection: keep-alive',
    'Connection: close',
  ])
  expect(connection.received()).toMatch(/\r\n\r\n2HTTP.*\r\n\r\n3$/s)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('a request after a response with Connection: close is discarded', async () => {
  const application = await start({ drainSeconds: 2 })
  const connection = await openConnection(application)
  await startDraining(application)
  await untilConnectionClose(application)
  connection.socket.write(get('/download/1'))
  await connection.receives(/Connection: close/)
  connection.socket.write(get('/quick/2'))
  await connection.closed
  expect(connection.received()).toMatch(/x\r\n1\r\n1\r\n0\r\n\r\n$/)
  expect(application.outcomes.isAccepted('2')).toBe(false)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('an HTTP/2 session receives GOAWAY, and its requests in flight are answered', async () => {
  const application = await start({ kind: 'h2c' })
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

test('closeUpgraded closes a WebSocket connection after drainSeconds, not before', async () => {
  const application = await start({ drainSeconds: 0.5 })
  const socket = new WebSocket(application.url)
  await once(socket, 'open')
  const closedAt = once(socket, 'close').then(([code]) => ({ code, at: performance.now() }))
  const signalledAt = performance.now()
  application.child.kill('SIGTERM')
  const { code, at } = await closedAt
  expect(code).toBe(1001)
  expect(at - signalledAt).toBeGreaterThanOrEqual(500)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})
