import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import type { FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'

export type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

async function* twoChunks() {
  yield 'one'
  await sleep(5)
  yield 'two'
}

/** The application of the conformance rules without a framework. */
export const plain: Listener = (req, res) => {
  const [path] = (req.url ?? '').split('?')
  if (path === '/hello') res.end('hello')
  else if (path === '/echo') req.pipe(res)
  else if (path === '/stream') Readable.from(twoChunks()).pipe(res)
  else {
    res.statusCode = path === '/throw' ? 500 : 404
    res.end('error')
  }
}

function expressApplication(): Listener {
  const app = express()
  app.get('/hello', (_req, res) => void res.send('hello'))
  app.post('/echo', (req, res) => void req.pipe(res))
  app.get('/stream', (_req, res) => void Readable.from(twoChunks()).pipe(res))
  app.get('/throw', () => {
    throw new Error('the application is broken')
  })
  return app
}

function koaApplication(): Listener {
  const app = new Koa()
  app.silent = true
  app.use((ctx) => {
    if (ctx.path === '/hello') ctx.body = 'hello'
    if (ctx.path === '/echo') ctx.body = ctx.req
    if (ctx.path === '/stream') ctx.body = Readable.from(twoChunks())
    if (ctx.path === '/throw') throw new Error('the application is broken')
  })
  return app.callback()
}

function honoApplication(): Listener {
  const app = new Hono()
  app.get('/hello', (c) => c.text('hello'))
  app.post('/echo', (c) => new Response(c.req.raw.body))
  app.get('/stream', (c) => c.body(ReadableStream.from(twoChunks()) as ReadableStream))
  app.get('/throw', () => {
    throw new Error('the application is broken')
  })
  app.onError((_error, c) => c.text('error', 500))
  return getRequestListener(app.fetch)
}

/** Creates the request listener of an application, by framework. */
export const listeners: Readonly<Record<string, () => Listener>> = {
  'no framework': () => plain,
  Express: expressApplication,
  Koa: koaApplication,
  Hono: honoApplication,
}

/**
 * Adds the routes of the conformance rules to a Fastify application, which creates its own server.
 */
export function prepareFastify<T extends FastifyInstance>(app: T): T {
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.get('/hello', (_request, reply) => reply.send('hello'))
  app.post('/echo', (request, reply) => reply.send(request.body))
  app.get('/stream', (_request, reply) => reply.send(Readable.from(twoChunks())))
  app.get('/throw', () => {
    throw new Error('the application is broken')
  })
  return app
}
