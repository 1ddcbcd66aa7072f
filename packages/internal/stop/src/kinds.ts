import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2, createSecureServer, type ServerHttp2Stream } from 'node:http2'
import { createServer as createHttps } from 'node:https'
import type { Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { certificate } from '@readyz/certificate'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'

/** What is done with the path of a request, which ends with its id, before it is answered with that id. */
export type Work = (path: string) => Promise<string>
type Listener = (req: IncomingMessage, res: ServerResponse) => void
type Answering = (req: IncomingMessage, res: ServerResponse) => Promise<unknown>

/** Servers, each of which answers every request with its id; the first four do more than that. */
export const kinds: Readonly<
  Record<string, (listener: Listener, work: Work) => Server | Promise<Server>>
> = {
  http: (listener) => createServer(listener),
  https: async (listener) => createHttps(await certificate(), listener),
  http2: async (listener) =>
    createSecureServer({ ...(await certificate()), allowHTTP1: true }, listener as never),
  h2c: (listener) => createHttp2(listener as never),
  'h2c streams': (_, work) => createHttp2().on('stream', answerStream(work)),
  express: (_, work) => {
    const app = express()
    app.use(async (req, res) => void res.send(await work(req.path)))
    return createServer(app)
  },
  koa: (_, work) => {
    const app = new Koa()
    app.use(async (ctx) => {
      ctx.body = await work(ctx.path)
    })
    const listener: Answering = app.callback()
    return createServer((req, res) => void listener(req, res))
  },
  fastify: async (_, work) => {
    const app = fastify()
    app.get('*', (request) => work(request.url))
    await app.ready()
    return app.server
  },
  hono: (_, work) => {
    const app = new Hono()
    app.all('*', async (c) => c.text(await work(c.req.path)))
    const listener: Answering = getRequestListener(app.fetch)
    return createServer((req, res) => void listener(req, res))
  },
}

/** The listener of the first four. */
export function createListener(work: Work): Listener {
  return (req, res) => void answer(work, req, res)
}

/** Pieces of a download, and of an upload. */
export const pieces = 10
export const piece: string = 'x'.repeat(10_000)
/** Milliseconds between two of them. */
export const pause = 30

/** Responses that end when `closeStreaming` is called. */
export const streaming: WeakSet<object> = new WeakSet()

async function answer(work: Work, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const id = await work(req.url ?? '')
  if (req.url?.startsWith('/hang/')) return
  if (req.url?.startsWith('/early/')) return void res.end(id)
  if (req.url?.startsWith('/poll/')) return void streaming.add(res)
  if (req.url?.startsWith('/events/')) {
    streaming.add(res)
    res.writeHead(200, { 'Content-Type': 'text/event-stream' })
    return void res.write(`data: ${id}\n\n`)
  }
  if (req.url?.startsWith('/download/')) {
    for (let sent = 0; sent < pieces; sent += 1) {
      res.write(piece)
      await sleep(pause)
    }
  }
  let received = 0
  for await (const chunk of req) received += String(chunk).length
  res.end(req.url?.startsWith('/upload/') ? `${id} ${received}` : id)
}

/** As an application that listens for streams answers: with events without end, or with the id. */
function answerStream(work: Work) {
  return (stream: ServerHttp2Stream, { ':path': path = '' }: { readonly ':path'?: string }) => {
    if (path.startsWith('/events/')) {
      streaming.add(stream)
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
      void work(path).then((id) => stream.write(`data: ${id}\n\n`))
    } else {
      void work(path).then((id) => {
        stream.respond({ ':status': 200 })
        stream.end(id)
      })
    }
  }
}
