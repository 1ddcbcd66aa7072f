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

type OnData = (socket: Socket, request: Buffer) => unknown

/** Starts a server that passes each request to the function. */
async function startScriptedServer(
  onData: OnData,
  tls?: { key: string; cert: string },
): Promise<Address> {
  const sockets = new Set<Socket>()
  const listen = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (request: Buffer) => void onData(socket, request))
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

/** Runs one check. Returns its result, and the sockets and listeners that remain. */
async function runCheck(server: RespServer, { signal }: AbortController) {
  const before = resources()
  const result = await respServer(server)
    .check(signal)
    .then(
      () => 'passed',
      (error: Error) => error.message,
    )
  await waitUntil(() => leaksSince(before) === '')
  const listeners = getEventListeners(signal, 'abort').length
  return { result, leaks: leaksSince(before), listeners }
}

const aborted = new Error('aborted')
const abortedWithoutLeaks = { result: 'aborted', leaks: '', listeners: 0 }

describe('a check leaves no socket and no listener', () => {
  test('when it is aborted before it begins', async () => {
    const controller = new AbortController()
    controller.abort(aborted)
    expect(await runCheck(at(await refused()), controller)).toEqual(abortedWithoutLeaks)
    const secure = { ...at(await refused()), isSecure: true }
    expect(await runCheck(secure, controller)).toEqual(abortedWithoutLeaks)
  })

  test.each([false, true])('when it is aborted while it connects, TLS: %s', async (isSecure) => {
    const hole = await blackhole()
    onTestFinished(hole.release)
    const controller = new AbortController()
    void nextTurn().then(() => controller.abort(aborted))
    expect(await runCheck({ ...at(hole), isSecure }, controller)).toEqual(abortedWithoutLeaks)
  })

  test.each([
    ['during the TLS handshake', true, () => {}],
    ['before the first reply', false, () => {}],
    ['in the middle of the replies', false, (socket: Socket) => socket.write('+OK\r\n+P')],
  ] as const)('when it is aborted %s', async (_, isSecure, onData) => {
    const events = new EventEmitter()
    const server = await startScriptedServer((socket) => {
      onData(socket)
      setImmediate(() => events.emit('request'))
    })
    const controller = new AbortController()
    void once(events, 'request').then(() => controller.abort(aborted))
    const checked = { ...at(server), isSecure, password: 's3cret' }
    expect(await runCheck(checked, controller)).toEqual(abortedWithoutLeaks)
  })

  test('when it is aborted over TLS before the first reply', async () => {
    const tls = await certificate()
    const controller = new AbortController()
    const server = await startScriptedServer(() => controller.abort(aborted), tls)
    const connect = { ...server, ca: tls.cert }
    expect(await runCheck({ connect, isSecure: true }, controller)).toEqual(abortedWithoutLeaks)
  })

  test.each([
    ['passes', '+PONG\r\n', 'passed'],
    ['fails', '-LOADING not yet\r\n', 'answered PING with LOADING not yet'],
  ])('when it %s and the server keeps the connection open', async (_, reply, result) => {
    const server = at(await startScriptedServer((socket) => socket.write(reply)))
    const outcome = await runCheck(server, new AbortController())
    expect(outcome).toEqual({ result, leaks: '', listeners: 0 })
  })
})

describe('a server that', () => {
  test('replies one byte at a time passes', async () => {
    const server = await startScriptedServer(async (socket) => {
      for (const byte of '+OK\r\n+PONG\r\n') {
        await new Promise((resolve) => socket.write(byte, resolve))
        await nextTurn()
      }
    })
    expect(await check({ ...at(server), password: 's3cret' })).toBe('pass')
  })

  test('closes during its replies fails the check', async () => {
    const server = at(await startScriptedServer((socket) => socket.end('+OK\r\n+PO')))
    expect(await check({ ...server, password: 's3cret' })).toBe(
      'error: closed the connection before it answered',
    )
  })

  test('repeats the password fails, and the password is not logged', async () => {
    const server = at(await startScriptedServer((socket, request) => socket.write(request)))
    expect(await check({ ...server, username: 'app', password: 's3cret' })).toBe(
      'invalid: answered with an unexpected reply to AUTH',
    )
  })

  test('receives all commands in one write', async () => {
    const received: string[] = []
    const server = await startScriptedServer((socket, request) => {
      received.push(String(request))
      socket.write('+OK\r\n+OK\r\n+PONG\r\n')
    })
    expect(await check({ ...at(server), password: 's3cret', database: 2 })).toBe('pass')
    expect(received).toEqual([
      '*2\r\n$4\r\nAUTH\r\n$6\r\ns3cret\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n2\r\n*1\r\n$4\r\nPING\r\n',
    ])
  })
})

test('sends the `servername` of the client as SNI, and no other name', async () => {
  const tls = await certificate()
  const names: unknown[] = []
  const server = await startScriptedServer((socket) => {
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
