import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adapterConformance } from '@readyz/conformance'
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express'
import type { RequestHandler as RequestHandler4 } from 'express4'
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { createProbes, expressProbes, type Probes } from '../src/index.ts'
import { addRoutes, majors, type SendRequest, serve, startApplication } from './application.ts'

const failing = { name: 'db', failure: 'cannot connect to database.', check: async () => false }
const noop = () => {}

const throwing =
  (name: string): RequestHandler =>
  () => {
    throw new Error(`the ${name} is broken`)
  }

describe.each(majors)('Express $major', ({ express }) => {
  const mounts: readonly (readonly [string, (app: Express, probes: Probes) => unknown])[] = [
    ['first', (app, probes) => app.use(expressProbes(probes))],
    ['by path', (app, probes) => app.use([...probes.paths], expressProbes(probes))],
    ['in a router', (app, probes) => app.use(express.Router().use(expressProbes(probes)))],
  ]

  describe.each(mounts)('mounted %s', (_, mount) => {
    adapterConformance(test, (probes) => {
      const app = express()
      if (probes !== undefined) mount(app, probes)
      return serve(addRoutes(app))
    })
  })

  const settings: readonly (readonly [string, (app: Express) => unknown])[] = [
    ['a body parser before the probes', (app) => app.use(express.json())],
    ['strong etags', (app) => app.set('etag', 'strong')],
    ['a trusted proxy', (app) => app.set('trust proxy', true)],
    [
      'strict, case-sensitive routes',
      (app) => app.enable('strict routing').enable('case sensitive routing'),
    ],
  ]

  describe.each(settings)('with %s', (_, prepare) => {
    adapterConformance(test, (probes) => {
      const app = express()
      prepare(app)
      if (probes !== undefined) app.use(expressProbes(probes))
      return serve(addRoutes(app))
    })
  })

  const start = (mount: (app: Express) => unknown): Promise<SendRequest> => {
    const app = express()
    mount(app)
    return startApplication(addRoutes(app))
  }

  test('expressProbes mounted under a prefix answers paths that include the prefix', async () => {
    const probes = createProbes({ livenessPaths: ['/api/live'], readinessPaths: ['/api/ready'] })
    const send = await start((app) => app.use('/api', expressProbes(probes)))

    expect(await send('/api/ready?verbose')).toEqual({
      status: 200,
      body: 'readiness check passed',
    })
    expect(await send('/api/live')).toEqual({ status: 200, body: 'OK' })
    expect(await send('/live')).toMatchObject({ status: 404 })
  })

  test('expressProbes answers before the session, auth and rate limit middleware, even if they throw', async () => {
    const reached: string[] = []
    const send = await start((app) => {
      app.use(expressProbes(createProbes({ readiness: [failing], onTransition: noop })))
      for (const name of ['session store', 'auth guard', 'rate limiter']) app.use(throwing(name))
      app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
        reached.push(error.message)
        res.status(500).send(error.message)
      })
    })

    expect(await send('/hello')).toEqual({ status: 500, body: 'the session store is broken' })
    expect(await send('/healthz')).toEqual({ status: 200, body: 'OK' })
    expect(await send('/readiness')).toEqual({
      status: 503,
      body: 'db: cannot connect to database.',
    })
    expect(reached).toEqual(['the session store is broken'])
  })

  test('expressProbes answers HEAD on a server with rejectNonStandardBodyWrites', async () => {
    const app = express()
    app.use(expressProbes(createProbes({ readiness: [failing], onTransition: noop })))
    const server = createServer({ rejectNonStandardBodyWrites: true }, app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const send = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'HEAD' })

    expect(await send('/healthz')).toMatchObject({ status: 200 })
    expect(await send('/readiness')).toMatchObject({ status: 503 })
  })

  test('expressProbes closes the connection of a response that throws, logs the cause, and answers the next request', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    const send = await start((app) => {
      app.use((req: Request, res: Response, next: NextFunction) => {
        if (req.headers['x-hook'] === 'throws') res.writeHead = throwing('hook') as never
        next()
      })
      app.use(expressProbes(createProbes({ readiness: [failing], onTransition: noop })))
    })

    for (const path of ['/healthz', '/readiness']) {
      await expect(send(path, { headers: { 'x-hook': 'throws' } })).rejects.toThrow(
        'socket hang up',
      )
    }
    const line = 'readyz: the response to a probe could not be sent: the hook is broken'
    expect(log.mock.calls).toEqual([[line], [line]])
    expect(await send('/healthz')).toEqual({ status: 200, body: 'OK' })
  })

  test('expressProbes sends nothing if an earlier middleware has sent a response during the check', async () => {
    let finish: (value?: unknown) => void = noop
    const check = () =>
      new Promise((resolve) => {
        finish = resolve
      })
    const send = await start((app) => {
      app.use((_req: Request, res: Response, next: NextFunction) => {
        setImmediate(() => res.status(504).send('too late'))
        next()
      })
      app.use(expressProbes(createProbes({ readiness: [{ name: 'db', check }] })))
    })

    expect(await send('/readyz')).toEqual({ status: 504, body: 'too late' })
    finish()
    await new Promise(setImmediate)
  })

  test('expressProbes after a body parser answers every request that the parser passes on', async () => {
    const send = await start((app) => app.use(express.json(), expressProbes(createProbes())))
    const sendJson = (body: string) => {
      const length = String(body.length)
      const headers = { 'content-type': 'application/json', 'content-length': length }
      return send('/healthz', { headers, body })
    }

    expect(await sendJson('{}')).toEqual({ status: 200, body: 'OK' })
    expect(await sendJson('{')).toMatchObject({ status: 400 })
  })
})

test('expressProbes returns a RequestHandler of Express 5 and 4', () => {
  expectTypeOf(expressProbes).returns.toExtend<RequestHandler>()
  expectTypeOf(expressProbes).returns.toExtend<RequestHandler4>()
})

test('expressProbes answers requests without originalUrl, as in a middleware chain without Express', async () => {
  const middleware = expressProbes(createProbes())
  const server = createServer((req, res) => {
    middleware(req, res, () => res.end('hello'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const send = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()

  expect(await send('/readiness?verbose')).toBe('readiness check passed')
  expect(await send('/hello')).toBe('hello')
})

test('expressProbes calls next() once for a request that is not a probe, and changes nothing', () => {
  const middleware = expressProbes(createProbes())
  const request = Object.freeze({
    method: 'GET',
    originalUrl: '/hello',
    headers: Object.freeze({}),
  })
  const response = Object.freeze({
    writeHead: throwing('response'),
    end: throwing('response'),
  }) as never
  const calls: unknown[][] = []

  expect(
    middleware(request, response, (...args: unknown[]) => void calls.push(args)),
  ).toBeUndefined()
  expect(calls).toEqual([[]])
})
