import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { dial, get, started, tellToStop } from './started.ts'

// Libraries for sticky sessions accept connections elsewhere and hand them over with `server.emit('connection', socket)`.
test.each(['http', 'https'])(
  'a server of %s that others hand their connections to drains, and loses no request that it has',
  async (kind) => {
    const application = await started({ kind, isFed: true, drainSeconds: 2, timeoutSeconds: 20 })
    const slow = await dial(application)
    slow.socket.write('POST /upload/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab')
    while (!application.ledger.has('1')) await sleep(5)
    await tellToStop(application)
    const other = await dial(application)
    other.socket.write(get('/quick/2'))
    await other.hears(/\r\n\r\n2$/)
    slow.socket.write('cd')
    await slow.hears(/\r\n\r\n1 4$/)
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)

test('a request that is handed over before the signal is answered when it takes longer than drainSeconds', async () => {
  const application = await started({ isFed: true, timeoutSeconds: 20 })
  const line = await dial(application)
  line.socket.write(get('/download/1'))
  await line.hears(/200 OK/)
  application.child.kill('SIGTERM')
  await line.hears(/x\r\n1\r\n1\r\n0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})
