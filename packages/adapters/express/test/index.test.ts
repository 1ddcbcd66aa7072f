import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adapterConformance } from '@readyz/conformance'
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express'
import type { RequestHandler as RequestHandler4 } from 'express4'
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { createProbes, expressProbes, type Probes } from '../src/index.ts'
import { type Ask, addRoutes, asking, majors, serve } from './stage.ts'

const failing = { name: 'db', failure: 'cannot connect to database.', check: async () => false }
const silent = () => {}

// What stands behind the probes in an application on its worst day.
const broken =
  (what: string): RequestHandler =>
  () => {
    throw new Error(`the ${what} is broken`)
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
    ['a body parser in front', (app) => app.use(express.json())],
    ['strong etags', (app) => app.set('etag', 'strong')],
    ['a proxy that is trusted', (app) => app.set('trust proxy', true)],
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

  const start = (mount: (app: Express) => unknown): Promise<Ask> => {
    const app = express()
    mount(app)
    return asking(addRoutes(app))
  }

  test('is under a prefix when its paths name the prefix', async () => {
    const probes = createProbes({ livenessPaths: ['/api/live'], readinessPaths: ['/api/ready'] })
    const ask = await start((app) => app.use('/api', expressProbes(probes)))

    expect(await ask('/api/ready?verbose')).toEqual({
      status: 200,
      body: 'readiness check passed',
    })
    expect(await ask('/api/live')).toEqual({ status: 200, body: 'OK' })
    expect(await ask('/live')).toMatchObject({ status: 404 })
  })

  test('answers while session, auth and rate limit behind it are broken, which are not reached', async () => {
    const reached: string[] = []
    const ask = await start((app) => {
      app.use(expressProbes(createProbes({ readiness: [failing], onTransition: silent })))
      for (const what of ['session store', 'auth guard', 'rate limiter']) app.use(broken(what))
      app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
        reached.push(error.message)
        res.status(500).send(error.message)
      })
    })

    expect(await ask('/hello')).toEqual({ status: 500, body: 'the session store is broken' })
    expect(await ask('/healthz')).toEqual({ status: 200, body: 'OK' })
    expect(await ask('/readiness')).toEqual({
      status: 503,
      body: 'db: cannot connect to database.',
    })
    expect(reached).toEqual(['the session store is broken'])
  })

  test('answers HEAD on a server that rejects a body where none is allowed', async () => {
    const app = express()
    app.use(expressProbes(createProbes({ readiness: [failing], onTransition: silent })))
    const server = createServer({ rejectNonStandardBodyWrites: true }, app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'HEAD' })

    expect(await ask('/healthz')).toMatchObject({ status: 200 })
    expect(await ask('/readiness')).toMatchObject({ status: 503 })
  })

  test('closes the connection of a response that throws, logs the cause, and goes on', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    const ask = await start((app) => {
      app.use((req: Request, res: Response, next: NextFunction) => {
        if (req.headers['x-hook'] === 'throws') res.writeHead = broken('hook') as never
        next()
      })
      app.use(expressProbes(createProbes({ readiness: [failing], onTransition: silent })))
    })

    for (const path of ['/healthz', '/readiness']) {
      await expect(ask(path, { headers: { 'x-hook': 'throws' } })).rejects.toThrow('socket hang up')
    }
    const line = 'readyz: the response to a probe could not be sent: the hook is broken'
    expect(log.mock.calls).toEqual([[line], [line]])
    expect(await ask('/healthz')).toEqual({ status: 200, body: 'OK' })
  })

  test('keeps still when somebody in front of it has answered meanwhile', async () => {
    let finish: (value?: unknown) => void = silent
    const check = () =>
      new Promise((resolve) => {
        finish = resolve
      })
    const ask = await start((app) => {
      app.use((_req: Request, res: Response, next: NextFunction) => {
        setImmediate(() => res.status(504).send('too late'))
        next()
      })
      app.use(expressProbes(createProbes({ readiness: [{ name: 'db', check }] })))
    })

    expect(await ask('/readyz')).toEqual({ status: 504, body: 'too late' })
    finish()
    await new Promise(setImmediate)
  })

  test('answers behind a body parser what the parser lets through', async () => {
    const ask = await start((app) => app.use(express.json(), expressProbes(createProbes())))
    const send = (body: string) => {
      const length = String(body.length)
      const headers = { 'content-type': 'application/json', 'content-length': length }
      return ask('/healthz', { headers, body })
    }

    expect(await send('{}')).toEqual({ status: 200, body: 'OK' })
    expect(await send('{')).toMatchObject({ status: 400 })
  })
})

test('fits the types of Express 5 and 4 without depending on them', () => {
  expectTypeOf(expressProbes).returns.toExtend<RequestHandler>()
  expectTypeOf(expressProbes).returns.toExtend<RequestHandler4>()
})

test('answers where requests have no originalUrl, as in a chain without Express', async () => {
  const middleware = expressProbes(createProbes())
  const server = createServer((req, res) => {
    middleware(req, res, () => res.end('hello'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()

  expect(await ask('/readiness?verbose')).toBe('readiness check passed')
  expect(await ask('/hello')).toBe('hello')
})

test('says nothing but next() to a request that is not a probe', () => {
  const middleware = expressProbes(createProbes())
  const request = Object.freeze({
    method: 'GET',
    originalUrl: '/hello',
    headers: Object.freeze({}),
  })
  const response = Object.freeze({
    writeHead: broken('response'),
    end: broken('response'),
  }) as never
  const calls: unknown[][] = []

  expect(
    middleware(request, response, (...args: unknown[]) => void calls.push(args)),
  ).toBeUndefined()
  expect(calls).toEqual([[]])
})
