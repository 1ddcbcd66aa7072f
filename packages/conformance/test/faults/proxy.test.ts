import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Address, type ProxyServer, proxy, refused, sends } from '../../src/index.ts'

const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket))
let target: Address
let way: ProxyServer
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
  way = await proxy(target)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await way.close()
})

async function join(address: Address = way): Promise<Socket> {
  const { host, port } = address
  const socket = connect({ host, port })
  clients.push(socket)
  await once(socket, 'connect')
  return socket
}

async function echoOf(socket: Socket, words: string): Promise<string> {
  const answer = once(socket, 'data')
  socket.write(words)
  return String((await answer)[0])
}

function nothing(socket: Socket, within = 200): Promise<unknown> {
  const said = once(socket, 'data').then(String)
  const ended = once(socket, 'end').then(() => 'end')
  return Promise.race([said, ended, new Promise((resolve) => setTimeout(resolve, within))])
}

test('passes words and the end of words', async () => {
  const socket = await join()
  expect(await echoOf(socket, 'hello')).toBe('hello')
  const ended = once(socket, 'end')
  socket.end()
  await ended
})

test('drops what is there and what comes, for good, and passes new connections again', async () => {
  const old = await join()
  expect(await echoOf(old, 'hello')).toBe('hello')
  way.mode = 'drop'
  const late = await join()
  old.write('x')
  late.write('x')
  expect(await Promise.all([nothing(old), nothing(late)])).toEqual([undefined, undefined])
  way.mode = 'pass'
  expect(await echoOf(await join(), 'hello')).toBe('hello')
  old.end('x')
  late.end('x')
  expect(await Promise.all([nothing(old), nothing(late)])).toEqual([undefined, undefined])
})

test('trickles one byte per 200 ms to the client, and the rest at once after a pass', async () => {
  way.mode = 'trickle'
  const socket = await join()
  const from = performance.now()
  const first = once(socket, 'data')
  socket.write('abcdef')
  expect(String(await first)).toBe('a')
  expect(String(await once(socket, 'data'))).toBe('b')
  expect(performance.now() - from).toBeGreaterThan(390)
  way.mode = 'pass'
  expect(String(await once(socket, 'data'))).toBe('cdef')
})

test('holds back answers for the delay, in their order', async () => {
  way.mode = 'late'
  way.delay = 1000
  const socket = await join()
  const from = performance.now()
  const first = once(socket, 'data')
  socket.write('late')
  expect(await nothing(socket)).toBeUndefined()
  way.mode = 'pass'
  socket.write(' soon')
  expect(String(await first)).toMatch(/^late/)
  expect(performance.now() - from).toBeGreaterThan(990)
})

test('leads new connections to another target when told so', async () => {
  const other = await sends('other')
  const old = await join()
  way.target = other
  expect(String((await once(await join(), 'data'))[0])).toBe('other')
  expect(await echoOf(old, 'hello')).toBe('hello')
  await other.close()
})

test('cut resets the connections there are', async () => {
  const socket = await join()
  expect(await echoOf(socket, 'hello')).toBe('hello')
  const error = new Promise((resolve) => socket.once('error', resolve))
  way.cut()
  expect(await error).toMatchObject({ code: 'ECONNRESET' })
  expect(await echoOf(await join(), 'hello')).toBe('hello')
})

test('a server that is down resets the client', async () => {
  const dead = await proxy(await refused())
  const { host, port } = dead
  const socket = connect({ host, port })
  expect(await new Promise((resolve) => socket.once('error', resolve))).toMatchObject({
    code: 'ECONNRESET',
  })
  await dead.close()
})
