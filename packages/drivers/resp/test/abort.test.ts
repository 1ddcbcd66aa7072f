import { EventEmitter, getEventListeners, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import { certificate } from '@readyz/certificate'
import {
  type Address,
  blackhole,
  leaksSince,
  refused,
  resources,
  waitUntil,
} from '@readyz/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RespServer, respServer } from '../src/index.ts'
import { at, check } from './check.ts'

type React = (socket: Socket, asked: Buffer) => unknown

/** A server that does with what it is asked what the function says. */
async function reacts(react: React, tls?: { key: string; cert: string }): Promise<Address> {
  const sockets = new Set<Socket>()
  const listen = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (asked: Buffer) => void react(socket, asked))
  }
  const server = tls ? createTlsServer(tls, listen) : createServer(listen)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as { readonly port: number }
  return { host: '127.0.0.1', port }
}

/** What one ends with, and what it leaves. */
async function endOne(server: RespServer, { signal }: AbortController) {
  const before = resources()
  const ended = await respServer(server)
    .check(signal)
    .then(
      () => 'passed',
      (error: Error) => error.message,
    )
  await waitUntil(() => leaksSince(before) === '')
  return { ended, left: leaksSince(before), listeners: getEventListeners(signal, 'abort').length }
}

const over = new Error('over')
const nothingLeft = { ended: 'over', left: '', listeners: 0 }

describe('a check leaves no socket and no listener', () => {
  test('when it is aborted before it begins', async () => {
    const controller = new AbortController()
    controller.abort(over)
    expect(await endOne(at(await refused()), controller)).toEqual(nothingLeft)
    const secure = { ...at(await refused()), isSecure: true }
    expect(await endOne(secure, controller)).toEqual(nothingLeft)
  })

  test.each([false, true])('when it ends before the connect, secure: %s', async (isSecure) => {
    const hole = await blackhole()
    onTestFinished(hole.release)
    const controller = new AbortController()
    void nextTurn().then(() => controller.abort(over))
    expect(await endOne({ ...at(hole), isSecure }, controller)).toEqual(nothingLeft)
  })

  test.each([
    ['in the greeting of TLS', true, () => {}],
    ['before the answer', false, () => {}],
    ['in the middle of the answers', false, (socket: Socket) => socket.write('+OK\r\n+P')],
  ] as const)('when it ends %s', async (_, isSecure, react) => {
    const arrival = new EventEmitter()
    const server = await reacts((socket) => {
      react(socket)
      setImmediate(() => arrival.emit('asked'))
    })
    const controller = new AbortController()
    void once(arrival, 'asked').then(() => controller.abort(over))
    const asked = { ...at(server), isSecure, password: 's3cret' }
    expect(await endOne(asked, controller)).toEqual(nothingLeft)
  })

  test('when it ends behind TLS, before the answer', async () => {
    const tls = await certificate()
    const controller = new AbortController()
    const server = await reacts(() => controller.abort(over), tls)
    const connect = { ...server, ca: tls.cert }
    expect(await endOne({ connect, isSecure: true }, controller)).toEqual(nothingLeft)
  })

  test.each([
    ['passes', '+PONG\r\n', 'passed'],
    ['fails', '-LOADING not yet\r\n', 'answered PING with LOADING not yet'],
  ])('when it %s, though the server stays', async (_, answer, ended) => {
    const server = at(await reacts((socket) => socket.write(answer)))
    expect(await endOne(server, new AbortController())).toEqual({ ended, left: '', listeners: 0 })
  })
})

describe('a server that', () => {
  test('answers byte by byte passes', async () => {
    const server = await reacts(async (socket) => {
      for (const byte of '+OK\r\n+PONG\r\n') {
        await new Promise((resolve) => socket.write(byte, resolve))
        await nextTurn()
      }
    })
    expect(await check({ ...at(server), password: 's3cret' })).toBe('pass')
  })

  test('closes during its replies fails the check', async () => {
    const server = at(await reacts((socket) => socket.end('+OK\r\n+PO')))
    expect(await check({ ...server, password: 's3cret' })).toBe(
      'error: closed the connection before it answered',
    )
  })

  test('repeats the password does not put it into the log', async () => {
    const server = at(await reacts((socket, asked) => socket.write(asked)))
    expect(await check({ ...server, username: 'app', password: 's3cret' })).toBe(
      'invalid: answered with an unexpected reply to AUTH',
    )
  })

  test('receives all commands in one write', async () => {
    const heard: string[] = []
    const server = await reacts((socket, asked) => {
      heard.push(String(asked))
      socket.write('+OK\r\n+OK\r\n+PONG\r\n')
    })
    expect(await check({ ...at(server), password: 's3cret', database: 2 })).toBe('pass')
    expect(heard).toEqual([
      '*2\r\n$4\r\nAUTH\r\n$6\r\ns3cret\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n2\r\n*1\r\n$4\r\nPING\r\n',
    ])
  })
})

test('sends the `servername` of the client as SNI, and no other name', async () => {
  const tls = await certificate()
  const names: unknown[] = []
  const server = await reacts((socket) => {
    names.push(Reflect.get(socket, 'servername'))
    socket.write('+PONG\r\n')
  }, tls)
  const connect = { host: 'localhost', port: server.port, ca: tls.cert }
  expect(await check({ connect, isSecure: true })).toBe('pass')
  expect(await check({ connect: { ...connect, servername: 'localhost' }, isSecure: true })).toBe(
    'pass',
  )
  expect(names).toEqual([false, 'localhost'])
})
