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

const quiet = (options: ProbeOptions = {}) => createProbes({ onTransition: () => {}, ...options })
const failing = { name: 'db', failure: 'cannot connect to database.', check: () => false }

async function start(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const ask = async (path: string, method = 'GET', headers = {}) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end()
    const [response] = await once(asked, 'response')
    return { status: response.statusCode, body: await text(response) }
  }
  return { port, ask }
}

test('fits every server of Node and the listeners of frameworks, and infers their types', () => {
  const probes = quiet()
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
  // @ts-expect-error -- an application has an `emit` of its own, which hears no requests
  expect(() => attachProbes(express(), probes)).not.toThrow()
  // @ts-expect-error -- an adapter of a framework is no listener of a server
  nodeProbes(probes, (ctx: { readonly path: string }) => ctx.path)
})

test('a listener that rejects is seen by a server that captures rejections', async () => {
  EventEmitter.captureRejections = true
  const server = createServer(nodeProbes(quiet(), () => Promise.reject(new Error('of it'))))
  EventEmitter.captureRejections = false
  const { ask } = await start(server)

  expect(await ask('/hello')).toMatchObject({ status: 500 })
  expect(await ask('/readyz')).toEqual({ status: 200, body: 'OK' })
})

test('a listener is called with its server, and with nothing but the request and the response', async () => {
  const listener = vi.fn<RequestListener>(plain)
  const server = createServer(nodeProbes(quiet(), listener))
  const { ask } = await start(server)

  expect(await ask('/hello')).toEqual({ status: 200, body: 'hello' })
  expect(listener.mock.contexts).toEqual([server])
  expect(listener.mock.calls.map((args) => args.length)).toEqual([2])
})

test('answers HEAD on a server that rejects a body where none is allowed', async () => {
  const listener = nodeProbes(
    quiet({ readiness: [{ ...failing, check: async () => false }] }),
    plain,
  )
  const { ask } = await start(createServer({ rejectNonStandardBodyWrites: true }, listener))

  expect(await ask('/healthz', 'HEAD')).toEqual({ status: 200, body: '' })
  expect(await ask('/readyz', 'HEAD')).toEqual({ status: 503, body: '' })
})

test('closes the connection of a response that throws, logs the cause, and goes on', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => log.mockRestore())
  const listener = nodeProbes(
    quiet({ readiness: [{ ...failing, check: async () => false }] }),
    plain,
  )
  const { ask } = await start(
    createServer((req, res) => {
      if (req.headers.host === 'trailer') res.setHeader('Trailer', 'Server-Timing')
      listener(req, res)
    }),
  )

  for (const path of ['/healthz', '/readyz']) {
    await expect(ask(path, 'GET', { host: 'trailer' })).rejects.toThrow('socket hang up')
  }
  const line =
    'readyz: the response to a probe could not be sent: ' +
    'ERR_HTTP_TRAILER_INVALID Trailers are invalid with this transfer encoding'
  expect(log.mock.calls).toEqual([[line], [line]])
  expect(await ask('/healthz')).toEqual({ status: 200, body: 'OK' })
})

test('keeps still when somebody in front has answered meanwhile', async () => {
  let finish = () => {}
  const check = () =>
    new Promise<void>((resolve) => {
      finish = resolve
    })
  const listener = nodeProbes(quiet({ readiness: [{ name: 'db', check }] }), plain)
  const { ask } = await start(
    createServer((req, res) => {
      listener(req, res)
      res.writeHead(504).end('too late')
    }),
  )

  expect(await ask('/readyz')).toEqual({ status: 504, body: 'too late' })
  finish()
  await new Promise(setImmediate)
})

test('an attached server answers when others take its listeners away and put their own in front', async () => {
  const server = createServer(plain)
  attachProbes(server, quiet())
  // As libraries of WebSockets do.
  const before = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (req, res) => {
    if (req.url === '/socket') res.end('of the library')
    else for (const listener of before) listener.call(server, req, res)
  })
  const { ask } = await start(server)

  expect(await ask('/readyz')).toEqual({ status: 200, body: 'OK' })
  expect(await ask('/socket')).toEqual({ status: 200, body: 'of the library' })
  expect(await ask('/hello')).toEqual({ status: 200, body: 'hello' })
})

test('an attached server answers a probe once, and shows it to none of its listeners', async () => {
  const check = vi.fn<() => void>()
  const probes = quiet({ maxAge: 0, readiness: [{ name: 'db', check }] })
  const server = createServer(nodeProbes(probes, plain))
  attachProbes(server, probes)
  const seen: unknown[] = []
  server.on('request', ({ url }) => seen.push(url))
  const { ask } = await start(server)

  expect(await ask('/readyz')).toEqual({ status: 200, body: 'OK' })
  expect(check).toHaveBeenCalledTimes(1)
  expect(await ask('/hello')).toEqual({ status: 200, body: 'hello' })
  expect(seen).toEqual(['/hello'])
})

test('each attached server has its own probes', async () => {
  const servers = [createServer(plain), createServer(plain)] as const
  attachProbes(servers[0], quiet())
  attachProbes(servers[1], quiet({ readiness: [failing] }))
  const [first, second] = await Promise.all(servers.map(start))

  expect(await first?.ask('/readyz')).toEqual({ status: 200, body: 'OK' })
  expect(await second?.ask('/readyz')).toMatchObject({ status: 503 })
})

test('an attached server emits everything else as before', async () => {
  const server = createServer(plain)
  attachProbes(server, quiet())
  server.on('upgrade', (_req, socket, head) => socket.end(`HTTP/1.1 101 OK\r\n\r\n${String(head)}`))
  const { port } = await start(server)
  const listener = vi.fn<(...args: unknown[]) => void>()
  server.on('own', listener)

  expect(server.emit('own', 1, 2, 3, 4)).toBe(true)
  expect(listener.mock.calls).toEqual([[1, 2, 3, 4]])
  expect(listener.mock.contexts).toEqual([server])
  expect(server.emit('nobody hears this')).toBe(false)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nhead')
  expect(await text(socket)).toBe('HTTP/1.1 101 OK\r\n\r\nhead')
})
