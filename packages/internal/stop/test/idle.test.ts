import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { answer, dial, get, refusing, started } from './started.ts'

/** Longer than a guess that a connection is not used any more, and much shorter than the time that its client has. */
const silence = () => sleep(1500)

test.each(['http', 'https', 'http2'])(
  'over %s a request that arrives while the event loop is blocked is answered, although its connection is due to be closed meanwhile',
  async (kind) => {
    const application = await started({ kind, timeoutSeconds: 20, keepAliveMs: 2000 })
    const [idle, other] = [await dial(application), await dial(application)]
    idle.socket.write(get('/quick/1'))
    await idle.hears(/1$/)
    other.socket.write(get('/stop-and-block/2'))
    while (!application.ledger.has('2')) await once(application.child.stdout ?? idle.socket, 'data')
    await new Promise((sent) => idle.socket.write(get('/quick/3'), sent))
    application.child.stdin?.end('.')
    await idle.hears(answer('3', 'close'))
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)

test('an idle connection is served for as long as its client may reuse it, also when it has never been used', async () => {
  const application = await started({ timeoutSeconds: 20, keepAliveMs: 60_000 })
  const [used, unused] = [await dial(application), await dial(application)]
  used.socket.write(get('/quick/1'))
  await used.hears(answer('1', 'keep-alive'))
  application.child.kill('SIGTERM')
  await refusing(application)
  await silence()
  for (const line of [used, unused]) {
    line.socket.write(get('/quick/2'))
    await line.hears(answer('2', 'close'))
    await line.closed
  }
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test.each([
  ['is over, by its keep-alive timeout', 1000, 20],
  ['is longer than timeoutSeconds, by that', 60_000, 2],
  ['is unlimited, by timeoutSeconds', 0, 2],
])(
  'an idle connection whose time %s is closed, and the process exits with 0',
  async (_, keepAliveMs, timeoutSeconds) => {
    const application = await started({ timeoutSeconds, keepAliveMs })
    const [used, unused] = [await dial(application), await dial(application)]
    used.socket.write(get('/quick/1'))
    await used.hears(answer('1', 'keep-alive'))
    application.child.kill('SIGTERM')
    await Promise.all([used.closed, unused.closed])
    expect([used, unused].map(({ socket }) => socket.errored)).toEqual([null, null])
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)

test('a peer that never closes its half of the connection does not hold the exit up until the limit', async () => {
  const application = await started({ keepAliveMs: 500, timeoutSeconds: 60 })
  const line = await dial(application, { allowHalfOpen: true })
  line.socket.write(get('/quick/1'))
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})

test('a client that goes on sending behind the last response of its connection receives it whole', async () => {
  const application = await started({ timeoutSeconds: 20 })
  const line = await dial(application)
  line.socket.write('POST /early/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n')
  await line.hears(/1$/)
  const rest = Buffer.alloc(9_000_000, 'x')
  application.child.kill('SIGTERM')
  await refusing(application)
  await new Promise((sent) => line.socket.write(rest, sent))
  line.socket.write(get('/quick/2'))
  await line.hears(answer('2', 'close'))
  line.socket.write(get('/quick/3').repeat(10_000))
  await line.closed
  expect(line.socket.errored).toBeNull()
  expect(application.ledger.has('3')).toBe(false)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})
