import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { get, openConnection, start, startDraining } from './fixture.ts'

// Libraries for sticky sessions accept connections in another process and hand them over with
// `server.emit('connection', socket)`.
test.each(['http', 'https'])(
  'a server of %s with handed-over connections drains without losing an accepted request',
  async (kind) => {
    const application = await start({ kind, handsOver: true, drainSeconds: 2, timeoutSeconds: 20 })
    const slow = await openConnection(application)
    slow.socket.write('POST /upload/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab')
    while (!application.outcomes.isAccepted('1')) await sleep(5)
    await startDraining(application)
    const other = await openConnection(application)
    other.socket.write(get('/quick/2'))
    await other.receives(/\r\n\r\n2$/)
    slow.socket.write('cd')
    await slow.receives(/\r\n\r\n1 4$/)
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  },
)

test('a request on a handed-over connection may take longer than drainSeconds', async () => {
  const application = await start({ handsOver: true, timeoutSeconds: 20 })
  const connection = await openConnection(application)
  connection.socket.write(get('/download/1'))
  await connection.receives(/200 OK/)
  application.child.kill('SIGTERM')
  await connection.receives(/x\r\n1\r\n1\r\n0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
})
