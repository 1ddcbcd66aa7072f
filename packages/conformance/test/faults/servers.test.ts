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

async function join(address: Address): Promise<Socket> {
  const socket = connect(address)
  cleanups.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** What the server sends next: bytes, or the end. */
function heard(socket: Socket): Promise<unknown> {
  return Promise.race([
    once(socket, 'data').then(([bytes]) => bytes as unknown),
    once(socket, 'end').then(() => 'end'),
  ])
}

/** What the server sends within the time, `undefined` for nothing at all. */
function heardWithin(socket: Socket, within = 200): Promise<unknown> {
  return Promise.race([heard(socket), new Promise((resolve) => setTimeout(resolve, within))])
}

test('silent takes everything and says nothing, and does not close after the client', async () => {
  const socket = await join(await started(silent()))
  socket.write('hello')
  expect(await heardWithin(socket)).toBeUndefined()
  socket.end()
  expect(await heardWithin(socket)).toBeUndefined()
})

test('closes ends the connection at once', async () => {
  const socket = await join(await started(closes()))
  expect(await text(socket)).toBe('')
})

test('resets ends the connection with a reset', async () => {
  const { host, port } = await started(resets())
  const socket = connect({ host, port })
  const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown])
  expect(error).toMatchObject({ code: 'ECONNRESET' })
})

test('sends and garbage send their bytes and hold the connection open', async () => {
  const sentence = await join(await started(sends('too many')))
  expect(String(await heard(sentence))).toBe('too many')
  expect(await heardWithin(sentence)).toBeUndefined()
  const noise = await join(await started(garbage()))
  expect(await heard(noise)).toEqual(Buffer.alloc(64, 0xab))
  expect(await heardWithin(noise)).toBeUndefined()
})

test('speaksHttp answers what it is sent with a bad request and closes', async () => {
  const server = await started(speaksHttp())
  const socket = await join(server)
  expect(await heardWithin(socket)).toBeUndefined()
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
  expect(String(await buffer(socket))).toMatch(
    /^HTTP\/1\.1 400 Bad Request\r\n.*\r\n\r\nBad Request\n$/s,
  )
  const response = await fetch(`http://${server.host}:${server.port}/`)
  expect([response.status, await response.text()]).toEqual([400, 'Bad Request\n'])
})

test('refused is an address where nobody listens', async () => {
  await expect(join(await refused())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test.each([
  ['silent', silent],
  ['closes', closes],
  ['resets', resets],
  ['sends', (port: number) => sends('too many', port)],
  ['garbage', garbage],
  ['speaksHttp', speaksHttp],
])('%s takes the port that it is given', async (_, start) => {
  const { port } = await refused()
  expect(await started(start(port))).toHaveProperty('port', port)
})

test('counts clients, those who left no more, and closes with clients there', async () => {
  const server = await silent()
  const { host, port } = server
  const [stays, leaves] = await Promise.all([join({ host, port }), join({ host, port })])
  leaves.destroy()
  // The third is accepted after the second has left.
  await once(leaves, 'close')
  const third = await join({ host, port })
  third.write('x')
  await expect.poll(() => [server.accepted, server.connections]).toEqual([3, 2])
  const gone = once(stays, 'close')
  await server.close()
  await server.close()
  await gone
  expect(server.connections).toBe(0)
  await expect(join({ host, port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
