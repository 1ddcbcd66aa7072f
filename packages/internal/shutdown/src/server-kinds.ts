import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2, createSecureServer } from 'node:http2'
import { createServer as createHttps } from 'node:https'
import type { Server } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { certificate } from '@readyz/certificate'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { createStreamListener, type Listener, type Work } from './request-listener.ts'

type AsyncListener = (req: IncomingMessage, res: ServerResponse) => Promise<unknown>

/**
 * Functions that create a server of each kind. Every server responds with the id at the end of the
 * path. The first four use the listener of `createListener`, so they also serve uploads, downloads
 * and streams.
 */
export const serverKinds: Readonly<
  Record<string, (listener: Listener, work: Work) => Server | Promise<Server>>
> = {
  http: (listener) => createServer(listener),
  https: async (listener) => createHttps(await certificate(), listener),
  http2: async (listener) =>
    createSecureServer({ ...(await certificate()), allowHTTP1: true }, listener as never),
  h2c: (listener) => createHttp2(listener as never),
  'h2c streams': (_, work) => createHttp2().on('stream', createStreamListener(work)),
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
    const listener: AsyncListener = app.callback()
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
    const listener: AsyncListener = getRequestListener(app.fetch)
    return createServer((req, res) => void listener(req, res))
  },
}
