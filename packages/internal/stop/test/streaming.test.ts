import { once } from 'node:events'
import { connect } from 'node:http2'
import { expect, onTestFinished, test } from 'vitest'
import { dial, get, refusing, started } from './started.ts'

test.each([
  ['server-sent events', '/events/1', /data: 1/, /3\r\nbye\r\n0\r\n\r\n$/],
  ['long polling', '/poll/1', undefined, /Connection: close\r\n.*\r\n\r\nbye$/s],
])('closeStreaming ends %s when the server stops accepting', async (_, path, begun, end) => {
  const application = await started({ timeoutSeconds: 20, keepAliveMs: 500 })
  const line = await dial(application)
  line.socket.write(get(path))
  if (begun) await line.hears(begun)
  else
    while (application.ledger.count === 0)
      await once(application.child.stdout ?? line.socket, 'data')
  application.child.kill('SIGTERM')
  await line.hears(end)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 1 of 1')
})

test.each(['h2c', 'h2c streams'])('closeStreaming ends responses of %s', async (kind) => {
  const application = await started({ kind, timeoutSeconds: 20 })
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

test('closeStreaming receives a slow download, which ends by itself', async () => {
  const application = await started({ timeoutSeconds: 20, keepAliveMs: 500 })
  const line = await dial(application)
  line.socket.write(get('/download/1'))
  await line.hears(/200 OK/)
  application.child.kill('SIGTERM')
  await line.hears(/x\r\n1\r\n1\r\n0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 0 of 1')
})

test('closeStreaming ends a stream that begins later, on a connection which is kept', async () => {
  const application = await started({ timeoutSeconds: 20, keepAliveMs: 60_000 })
  const line = await dial(application)
  application.child.kill('SIGTERM')
  await refusing(application)
  line.socket.write(get('/events/1'))
  await line.hears(/bye\r\n0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('streaming 1 of 1')
})
