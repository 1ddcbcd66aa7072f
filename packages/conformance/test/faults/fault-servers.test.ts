import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import {
  type Address,
  closes,
  type FaultServer,
  garbage,
  refused,
  resets,
  sends,
  silent,
  speaksHttp,
} from '../../src/index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()))
})

async function started(server: Promise<FaultServer>): Promise<FaultServer> {
  const fault = await server
  cleanups.push(() => fault.close())
  return fault
}

async function connected(address: Address): Promise<Socket> {
  const socket = connect(address)
  cleanups.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Returns the next data, or `end`. */
function received(socket: Socket): Promise<unknown> {
  return Promise.race([
    once(socket, 'data').then(([bytes]) => bytes as unknown),
    once(socket, 'end').then(() => 'end'),
  ])
}

/** Returns the next data, `end`, or undefined after 200 ms without either. */
function receivedWithin200Ms(socket: Socket): Promise<unknown> {
  return Promise.race([received(socket), new Promise((resolve) => setTimeout(resolve, 200))])
}

test('silent sends nothing, and does not close after the client has closed', async () => {
  const socket = await connected(await started(silent()))
  socket.write('hello')
  expect(await receivedWithin200Ms(socket)).toBeUndefined()
  socket.end()
  expect(await receivedWithin200Ms(socket)).toBeUndefined()
})

test('closes ends a connection at once', async () => {
  const socket = await connected(await started(closes()))
  expect(await text(socket)).toBe('')
})

test('resets resets a connection at once', async () => {
  const { host, port } = await started(resets())
  const socket = connect({ host, port })
  const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown])
  expect(error).toMatchObject({ code: 'ECONNRESET' })
})

test('sends and garbage send their bytes and keep the connection open', async () => {
  const textSocket = await connected(await started(sends('too many')))
  expect(String(await received(textSocket))).toBe('too many')
  expect(await receivedWithin200Ms(textSocket)).toBeUndefined()
  const garbageSocket = await connected(await started(garbage()))
  expect(await received(garbageSocket)).toEqual(Buffer.alloc(64, 0xab))
  expect(await receivedWithin200Ms(garbageSocket)).toBeUndefined()
})

test('speaksHttp responds to any data with status 400 and closes the connection', async () => {
  const server = await started(speaksHttp())
  const socket = await connected(server)
  expect(await receivedWithin200Ms(socket)).toBeUndefined()
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
  expect(String(await buffer(socket))).toMatch(
    /^HTTP\/1\.1 400 Bad Request\r\n.*\r\n\r\nBad Request\n$/s,
  )
  const response = await fetch(`http://${server.host}:${server.port}/`)
  expect([response.status, await response.text()]).toEqual([400, 'Bad Request\n'])
})

test('refused returns an address that refuses connections', async () => {
  await expect(connected(await refused())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test.each([
  ['silent', silent],
  ['closes', closes],
  ['resets', resets],
  ['sends', (port: number) => sends('too many', port)],
  ['garbage', garbage],
  ['speaksHttp', speaksHttp],
])('%s listens on the given port', async (_, start) => {
  const { port } = await refused()
  expect(await started(start(port))).toHaveProperty('port', port)
})

test('a fault server counts open connections, and close closes them', async () => {
  const server = await silent()
  const { host, port } = server
  const [first, second] = await Promise.all([connected({ host, port }), connected({ host, port })])
  second.destroy()
  // The server accepts the third connection after the second has closed.
  await once(second, 'close')
  const third = await connected({ host, port })
  third.write('x')
  await expect.poll(() => [server.accepted, server.connections]).toEqual([3, 2])
  const closed = once(first, 'close')
  await server.close()
  await server.close()
  await closed
  expect(server.connections).toBe(0)
  await expect(connected({ host, port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
