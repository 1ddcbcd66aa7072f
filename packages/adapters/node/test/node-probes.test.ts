import { EventEmitter, once } from 'node:events'
import { createServer, type RequestListener, request, type Server } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import Koa from 'koa'
import { expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { attachProbes, createProbes, nodeProbes, type ProbeOptions } from '../src/index.ts'
import { plain } from './applications.ts'

const probesWithoutLog = (options: ProbeOptions = {}) =>
  createProbes({ onTransition: () => {}, ...options })
const failing = { name: 'db', failure: 'cannot connect to database.', check: () => false }

async function start(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const send = async (path: string, method = 'GET', headers = {}) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end()
    const [response] = await once(sent, 'response')
    return { status: response.statusCode, body: await text(response) }
  }
  return { port, send }
}

test('nodeProbes accepts the listeners of all servers of Node and of frameworks, and infers their types', () => {
  const probes = probesWithoutLog()
  const hono = getRequestListener(new Hono().fetch)
  expectTypeOf(nodeProbes(probes, express())).toExtend<RequestListener>()
  expectTypeOf(nodeProbes(probes, new Koa().callback())).toExtend<RequestListener>()
  expectTypeOf(nodeProbes(probes, hono)).toExtend<RequestListener>()
  createServer(nodeProbes(probes, (req, res) => res.end(req.httpVersion)))
  createTlsServer(nodeProbes(probes, (req, res) => res.end(req.httpVersion)))
  const withHttp2 = nodeProbes<Http2ServerRequest, Http2ServerResponse>
  createSecureServer({}, withHttp2(probes, new Koa().callback()))
  createSecureServer({}, withHttp2(probes, hono))
  createSecureServer(
    {},
    withHttp2(probes, (req, res) => res.stream.end(req.authority)),
  )
  attachProbes(createSecureServer(), probes)
  attachProbes(createServer(), probes)
  // @ts-expect-error -- the `emit` of an Express application receives no requests
  expect(() => attachProbes(express(), probes)).not.toThrow()
  // @ts-expect-error -- the middleware of a framework is not a request listener
  nodeProbes(probes, (ctx: { readonly path: string }) => ctx.path)
})

test('a server with captureRejections responds with 500 if the listener behind nodeProbes rejects', async () => {
  EventEmitter.captureRejections = true
  const server = createServer(
    nodeProbes(probesWithoutLog(), () => Promise.reject(new Error('the listener is broken'))),
  )
  EventEmitter.captureRejections = false
  const { send } = await start(server)

  expect(await send('/hello')).toMatchObject({ status: 500 })
  expect(await send('/readyz')).toEqual({ status: 200, body: 'OK' })
})

test('nodeProbes calls the listener with the server as this, and with only the request and the response', async () => {
  const listener = vi.fn<RequestListener>(plain)
  const server = createServer(nodeProbes(probesWithoutLog(), listener))
  const { send } = await start(server)

  expect(await send('/hello')).toEqual({ status: 200, body: 'hello' })
  expect(listener.mock.contexts).toEqual([server])
  expect(listener.mock.calls.map((args) => args.length)).toEqual([2])
})

test('nodeProbes answers HEAD on a server with rejectNonStandardBodyWrites', async () => {
  const listener = nodeProbes(
    probesWithoutLog({ readiness: [{ ...failing, check: async () => false }] }),
    plain,
  )
  const { send } = await start(createServer({ rejectNonStandardBodyWrites: true }, listener))

  expect(await send('/healthz', 'HEAD')).toEqual({ status: 200, body: '' })
  expect(await send('/readyz', 'HEAD')).toEqual({ status: 503, body: '' })
})

test('nodeProbes closes the connection of a response that throws, logs the cause, and answers the next request', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => log.mockRestore())
  const listener = nodeProbes(
    probesWithoutLog({ readiness: [{ ...failing, check: async () => false }] }),
    plain,
  )
  const { send } = await start(
    createServer((req, res) => {
      if (req.headers.host === 'trailer') res.setHeader('Trailer', 'Server-Timing')
      listener(req, res)
    }),
  )

  for (const path of ['/healthz', '/readyz']) {
    await expect(send(path, 'GET', { host: 'trailer' })).rejects.toThrow('socket hang up')
  }
  const line =
    'readyz: the response to a probe could not be sent: ' +
    'ERR_HTTP_TRAILER_INVALID Trailers are invalid with this transfer encoding'
  expect(log.mock.calls).toEqual([[line], [line]])
  expect(await send('/healthz')).toEqual({ status: 200, body: 'OK' })
})

test('nodeProbes sends nothing if another listener answered during the check', async () => {
  let finish = () => {}
  const check = () =>
    new Promise<void>((resolve) => {
      finish = resolve
    })
  const listener = nodeProbes(probesWithoutLog({ readiness: [{ name: 'db', check }] }), plain)
  const { send } = await start(
    createServer((req, res) => {
      listener(req, res)
      res.writeHead(504).end('too late')
    }),
  )

  expect(await send('/readyz')).toEqual({ status: 504, body: 'too late' })
  finish()
  await new Promise(setImmediate)
})

test('attachProbes answers even if a library removes all listeners and adds its own first', async () => {
  const server = createServer(plain)
  attachProbes(server, probesWithoutLog())
  // Like WebSocket libraries.
  const before = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (req, res) => {
    if (req.url === '/socket') res.end('from the library')
    else for (const listener of before) listener.call(server, req, res)
  })
  const { send } = await start(server)

  expect(await send('/readyz')).toEqual({ status: 200, body: 'OK' })
  expect(await send('/socket')).toEqual({ status: 200, body: 'from the library' })
  expect(await send('/hello')).toEqual({ status: 200, body: 'hello' })
})

test('attachProbes answers a probe once and passes it to no listener', async () => {
  const check = vi.fn<() => void>()
  const probes = probesWithoutLog({ maxAge: 0, readiness: [{ name: 'db', check }] })
  const server = createServer(nodeProbes(probes, plain))
  attachProbes(server, probes)
  const seen: unknown[] = []
  server.on('request', ({ url }) => seen.push(url))
  const { send } = await start(server)

  expect(await send('/readyz')).toEqual({ status: 200, body: 'OK' })
  expect(check).toHaveBeenCalledTimes(1)
  expect(await send('/hello')).toEqual({ status: 200, body: 'hello' })
  expect(seen).toEqual(['/hello'])
})

test('attachProbes answers on each server with the probes of that server', async () => {
  const servers = [createServer(plain), createServer(plain)] as const
  attachProbes(servers[0], probesWithoutLog())
  attachProbes(servers[1], probesWithoutLog({ readiness: [failing] }))
  const [first, second] = await Promise.all(servers.map(start))

  expect(await first?.send('/readyz')).toEqual({ status: 200, body: 'OK' })
  expect(await second?.send('/readyz')).toMatchObject({ status: 503 })
})

test('attachProbes does not change other events of the server', async () => {
  const server = createServer(plain)
  attachProbes(server, probesWithoutLog())
  server.on('upgrade', (_req, socket, head) => socket.end(`HTTP/1.1 101 OK\r\n\r\n${String(head)}`))
  const { port } = await start(server)
  const listener = vi.fn<(...args: unknown[]) => void>()
  server.on('own', listener)

  expect(server.emit('own', 1, 2, 3, 4)).toBe(true)
  expect(listener.mock.calls).toEqual([[1, 2, 3, 4]])
  expect(listener.mock.contexts).toEqual([server])
  expect(server.emit('no-listener')).toBe(false)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nhead')
  expect(await text(socket)).toBe('HTTP/1.1 101 OK\r\n\r\nhead')
})
