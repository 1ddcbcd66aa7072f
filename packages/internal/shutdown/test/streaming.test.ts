import { once } from 'node:events'
import { connect } from 'node:http2'
import { expect, onTestFinished, test } from 'vitest'
import { get, openConnection, start, untilRefused } from './fixture.ts'

test.each([
  ['server-sent events', '/events/1', /data: 1/, /3\r\nbye\r\n0\r\n\r\n$/],
  ['long polling', '/poll/1', undefined, /Connection: close\r\n.*\r\n\r\nbye$/s],
])('closeStreaming can end %s when the server stops accepting', async (_, path, begun, end) => {
  const application = await start({ timeoutSeconds: 20, keepAliveMs: 500 })
  const connection = await openConnection(application)
  connection.socket.write(get(path))
  if (begun) await connection.receives(begun)
  else
    while (application.outcomes.acceptedCount === 0)
      await once(application.child.stdout ?? connection.socket, 'data')
  application.child.kill('SIGTERM')
  await connection.receives(end)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 1 of 1')
})

test.each(['h2c', 'h2c streams'])('closeStreaming can end responses of %s', async (kind) => {
  const application = await start({ kind, timeoutSeconds: 20 })
  const session = connect(application.url)
  onTestFinished(() => session.destroy())
  const stream = session.request({ ':path': '/events/1' })
  let body = ''
  stream.on('data', (chunk) => {
    body += chunk
  })
  await once(stream, 'data')
  application.child.kill('SIGTERM')
  await once(stream, 'close')
  expect(body).toBe('data: 1\n\nbye')
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 1 of 1')
})

test('a slow download that closeStreaming receives and does not end is completed', async () => {
  const application = await start({ timeoutSeconds: 20, keepAliveMs: 500 })
  const connection = await openConnection(application)
  connection.socket.write(get('/download/1'))
  await connection.receives(/200 OK/)
  application.child.kill('SIGTERM')
  await connection.receives(/x\r\n1\r\n1\r\n0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 0 of 1')
})

test('closeStreaming can end a stream that begins after the port was closed', async () => {
  const application = await start({ timeoutSeconds: 20, keepAliveMs: 60_000 })
  const connection = await openConnection(application)
  application.child.kill('SIGTERM')
  await untilRefused(application)
  connection.socket.write(get('/events/1'))
  await connection.receives(/bye\r\n0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 1 of 1')
})
