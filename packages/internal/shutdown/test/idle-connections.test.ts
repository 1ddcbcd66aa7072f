import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { get, openConnection, responseWith, start, untilRefused } from './fixture.ts'

/** Longer than the buffer that is added to the keep-alive timeout, and shorter than the timeout. */
const pause = () => sleep(1500)

test.each(['http', 'https', 'http2'])(
  'over %s a request is answered if the keep-alive timeout passes while the event loop is blocked',
  async (kind) => {
    const application = await start({ kind, timeoutSeconds: 20, keepAliveMs: 2000 })
    const [idle, other] = [await openConnection(application), await openConnection(application)]
    idle.socket.write(get('/quick/1'))
    await idle.receives(/1$/)
    other.socket.write(get('/stop-and-block/2'))
    while (!application.outcomes.isAccepted('2'))
      await once(application.child.stdout ?? idle.socket, 'data')
    await new Promise((sent) => idle.socket.write(get('/quick/3'), sent))
    application.child.stdin?.end('.')
    await idle.receives(responseWith('3', 'close'))
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)

test('an idle connection, also an unused one, is served until its keep-alive timeout', async () => {
  const application = await start({ timeoutSeconds: 20, keepAliveMs: 60_000 })
  const [used, unused] = [await openConnection(application), await openConnection(application)]
  used.socket.write(get('/quick/1'))
  await used.receives(responseWith('1', 'keep-alive'))
  application.child.kill('SIGTERM')
  await untilRefused(application)
  await pause()
  for (const connection of [used, unused]) {
    connection.socket.write(get('/quick/2'))
    await connection.receives(responseWith('2', 'close'))
    await connection.closed
  }
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test.each([
  ['has passed', 1000, 20],
  ['is longer than timeoutSeconds', 60_000, 2],
  ['is unlimited', 0, 2],
])(
  'an idle connection whose keep-alive timeout %s is closed within timeoutSeconds without an error',
  async (_, keepAliveMs, timeoutSeconds) => {
    const application = await start({ timeoutSeconds, keepAliveMs })
    const [used, unused] = [await openConnection(application), await openConnection(application)]
    used.socket.write(get('/quick/1'))
    await used.receives(responseWith('1', 'keep-alive'))
    application.child.kill('SIGTERM')
    await Promise.all([used.closed, unused.closed])
    expect([used, unused].map(({ socket }) => socket.errored)).toEqual([null, null])
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)

test('a peer that never closes its half of a connection does not delay the exit', async () => {
  const application = await start({ keepAliveMs: 500, timeoutSeconds: 60 })
  const connection = await openConnection(application, { allowHalfOpen: true })
  connection.socket.write(get('/quick/1'))
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('a client that sends after the last response of its connection receives it completely', async () => {
  const application = await start({ timeoutSeconds: 20 })
  const connection = await openConnection(application)
  connection.socket.write('POST /early/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n')
  await connection.receives(/1$/)
  const rest = Buffer.alloc(9_000_000, 'x')
  application.child.kill('SIGTERM')
  await untilRefused(application)
  await new Promise((sent) => connection.socket.write(rest, sent))
  connection.socket.write(get('/quick/2'))
  await connection.receives(responseWith('2', 'close'))
  connection.socket.write(get('/quick/3').repeat(10_000))
  await connection.closed
  expect(connection.socket.errored).toBeNull()
  expect(application.outcomes.isAccepted('3')).toBe(false)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})
