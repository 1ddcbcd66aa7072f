import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import type { FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'

export type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

async function* inTwo() {
  yield 'one'
  await sleep(5)
  yield 'two'
}

export const plain: Listener = (req, res) => {
  const [path] = (req.url ?? '').split('?')
  if (path === '/hello') res.end('hello')
  else if (path === '/echo') req.pipe(res)
  else if (path === '/stream') Readable.from(inTwo()).pipe(res)
  else {
    res.statusCode = path === '/throw' ? 500 : 404
    res.end('not what you hoped for')
  }
}

function expressApplication(): Listener {
  const app = express()
  app.get('/hello', (_req, res) => void res.send('hello'))
  app.post('/echo', (req, res) => void req.pipe(res))
  app.get('/stream', (_req, res) => void Readable.from(inTwo()).pipe(res))
  app.get('/throw', () => {
    throw new Error('of the application')
  })
  return app
}

function koaApplication(): Listener {
  const app = new Koa()
  app.silent = true
  app.use((ctx) => {
    if (ctx.path === '/hello') ctx.body = 'hello'
    if (ctx.path === '/echo') ctx.body = ctx.req
    if (ctx.path === '/stream') ctx.body = Readable.from(inTwo())
    if (ctx.path === '/throw') throw new Error('of the application')
  })
  return app.callback()
}

function honoApplication(): Listener {
  const app = new Hono()
  app.get('/hello', (c) => c.text('hello'))
  app.post('/echo', (c) => new Response(c.req.raw.body))
  app.get('/stream', (c) => c.body(ReadableStream.from(inTwo()) as ReadableStream))
  app.get('/throw', () => {
    throw new Error('of the application')
  })
  app.onError((_error, c) => c.text('not what you hoped for', 500))
  return getRequestListener(app.fetch)
}

/** Applications that are listeners, by framework. */
export const listeners: Readonly<Record<string, () => Listener>> = {
  'no framework': () => plain,
  Express: expressApplication,
  Koa: koaApplication,
  Hono: honoApplication,
}

/** An application that makes its server itself. */
export function prepareFastify<T extends FastifyInstance>(app: T): T {
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.get('/hello', (_request, reply) => reply.send('hello'))
  app.post('/echo', (request, reply) => reply.send(request.body))
  app.get('/stream', (_request, reply) => reply.send(Readable.from(inTwo())))
  app.get('/throw', () => {
    throw new Error('of the application')
  })
  return app
}
