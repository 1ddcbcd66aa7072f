import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Address, type ProxyServer, proxy, refused, sends } from '../../src/index.ts'

const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket))
let target: Address
let proxyServer: ProxyServer
const clients: Socket[] = []

beforeAll(async () => {
  echo.listen({ port: 0, host: '127.0.0.1' })
  await once(echo, 'listening')
  const address = echo.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  target = { host: '127.0.0.1', port: address.port }
})
afterAll(() => void echo.close())
beforeEach(async () => {
  proxyServer = await proxy(target)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await proxyServer.close()
})

async function connected(address: Address = proxyServer): Promise<Socket> {
  const { host, port } = address
  const socket = connect({ host, port })
  clients.push(socket)
  await once(socket, 'connect')
  return socket
}

/** Sends a text, and returns the next data. */
async function echoOf(socket: Socket, text: string): Promise<string> {
  const data = once(socket, 'data')
  socket.write(text)
  return String((await data)[0])
}

/** Returns the next data, `end`, or undefined after 200 ms without either. */
function receivedWithin200Ms(socket: Socket): Promise<unknown> {
  const data = once(socket, 'data').then(String)
  const ended = once(socket, 'end').then(() => 'end')
  return Promise.race([data, ended, new Promise((resolve) => setTimeout(resolve, 200))])
}

test('mode pass forwards data and the end of the connection', async () => {
  const socket = await connected()
  expect(await echoOf(socket, 'hello')).toBe('hello')
  const ended = once(socket, 'end')
  socket.end()
  await ended
})

test('mode drop drops open and new connections, which stay dropped in mode pass', async () => {
  const old = await connected()
  expect(await echoOf(old, 'hello')).toBe('hello')
  proxyServer.mode = 'drop'
  const later = await connected()
  old.write('x')
  later.write('x')
  expect(await Promise.all([receivedWithin200Ms(old), receivedWithin200Ms(later)])).toEqual([
    undefined,
    undefined,
  ])
  proxyServer.mode = 'pass'
  expect(await echoOf(await connected(), 'hello')).toBe('hello')
  old.end('x')
  later.end('x')
  expect(await Promise.all([receivedWithin200Ms(old), receivedWithin200Ms(later)])).toEqual([
    undefined,
    undefined,
  ])
})

test('mode trickle forwards one byte per 200 ms, and mode pass forwards the rest at once', async () => {
  proxyServer.mode = 'trickle'
  const socket = await connected()
  const from = performance.now()
  const first = once(socket, 'data')
  socket.write('abcdef')
  expect(String(await first)).toBe('a')
  expect(String(await once(socket, 'data'))).toBe('b')
  expect(performance.now() - from).toBeGreaterThan(390)
  proxyServer.mode = 'pass'
  expect(String(await once(socket, 'data'))).toBe('cdef')
})

test('mode delay delays data of the server, and mode pass keeps its order', async () => {
  proxyServer.mode = 'delay'
  proxyServer.delay = 1000
  const socket = await connected()
  const from = performance.now()
  const first = once(socket, 'data')
  socket.write('first')
  expect(await receivedWithin200Ms(socket)).toBeUndefined()
  proxyServer.mode = 'pass'
  socket.write(' second')
  expect(String(await first)).toMatch(/^first/)
  expect(performance.now() - from).toBeGreaterThan(990)
})

test('a new target is used for new connections only', async () => {
  const other = await sends('other')
  const old = await connected()
  proxyServer.target = other
  expect(String((await once(await connected(), 'data'))[0])).toBe('other')
  expect(await echoOf(old, 'hello')).toBe('hello')
  await other.close()
})

test('cut resets open connections, and new connections work', async () => {
  const socket = await connected()
  expect(await echoOf(socket, 'hello')).toBe('hello')
  const error = new Promise((resolve) => socket.once('error', resolve))
  proxyServer.cut()
  expect(await error).toMatchObject({ code: 'ECONNRESET' })
  expect(await echoOf(await connected(), 'hello')).toBe('hello')
})

test('the proxy resets a connection if its target is down', async () => {
  const toRefused = await proxy(await refused())
  const { host, port } = toRefused
  const socket = connect({ host, port })
  expect(await new Promise((resolve) => socket.once('error', resolve))).toMatchObject({
    code: 'ECONNRESET',
  })
  await toRefused.close()
})
