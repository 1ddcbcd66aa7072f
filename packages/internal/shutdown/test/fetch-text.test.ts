import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { fetchText } from '../src/fetch-text.ts'

const host = '127.0.0.1'

/** Starts a server that handles the nth request of a connection with the nth function. */
async function start(...handlers: readonly ((socket: Socket) => void)[]): Promise<string> {
  const server = createServer((socket) => {
    let requests = 0
    socket.on('error', () => {})
    socket.on('data', () => {
      handlers[requests]?.(socket)
      requests += 1
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://${host}:${(server.address() as AddressInfo).port}`
}

const answer = (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK')
const end = (socket: Socket) => socket.end()
const reset = (socket: Socket) => socket.resetAndDestroy()

test.each([
  ['ends', end],
  ['resets', reset],
])('a request whose new connection the server %s failed on a new connection', async (_, fail) => {
  const origin = await start(fail)
  await expect(fetchText(origin, '/first')).rejects.toMatchObject({ isNew: true })
})

test.each([
  ['ends', end],
  ['resets', reset],
])('a request whose used connection the server %s failed on a used connection', async (_, fail) => {
  const origin = await start(answer, fail)
  expect(await fetchText(origin, '/first')).toBe('OK')
  // The client keeps the connection after this turn of the event loop.
  await setImmediate()
  await expect(fetchText(origin, '/second')).rejects.toMatchObject({ isNew: false })
})

test('a request that the port refuses failed on a new connection', async () => {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  await expect(fetchText(`http://${host}:${port}`, '/refused')).rejects.toMatchObject({
    isNew: true,
    cause: { code: 'ECONNREFUSED' },
  })
})
