import type { Express, NextFunction, Request, RequestHandler, Response } from 'express'
import type { RequestHandler as RequestHandler4 } from 'express4'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createProbes, expressProbes, type Probes } from '../src/index.ts'
import { type Ask, majors, serve } from './stage.ts'

const failing = { name: 'db', failure: 'cannot connect to database.', check: () => false }
const silent = () => {}

const good = () => createProbes({ readiness: [{ name: 'db', check: async () => {} }] })
const bad = (options = {}) =>
  createProbes({ readiness: [failing], onTransition: silent, ...options })

// What stands behind the probes in an application on its worst day.
const broken =
  (what: string): RequestHandler =>
  () => {
    throw new Error(`the ${what} is broken`)
  }

describe.each(majors)('Express $major', ({ express }) => {
  const start = (mount: (app: Express) => void): Promise<Ask> => {
    const app = express()
    app.set('env', 'test')
    mount(app)
    app.get('/hello', (_, res) => void res.send('hello'))
    app.use((_req: Request, res: Response) => void res.status(404).send('the application'))
    return serve(app)
  }

  const mounts: readonly (readonly [string, (app: Express, probes: Probes) => unknown])[] = [
    ['first', (app, probes) => app.use(expressProbes(probes))],
    ['by path', (app, probes) => app.use([...probes.paths], expressProbes(probes))],
    ['after a body parser', (app, probes) => app.use(express.json(), expressProbes(probes))],
    ['with etag', (app, probes) => app.set('etag', 'strong').use(expressProbes(probes))],
    [
      'behind a proxy that is trusted',
      (app, probes) => app.set('trust proxy', true).use(expressProbes(probes)),
    ],
    ['in a router', (app, probes) => app.use(express.Router().use(expressProbes(probes)))],
  ]

  describe.each(mounts)('mounted %s', (_, mount) => {
    test('answers both probes, and leaves the rest to the application', async () => {
      const ask = await start((app) => mount(app, good()))
      for (const path of ['/healthz', '/livez', '/readiness', '/readyz']) {
        expect(await ask(path)).toMatchObject({ status: 200, body: 'OK' })
      }
      expect(await ask('/hello')).toMatchObject({ status: 200, body: 'hello' })
      for (const path of [
        '/',
        '/healthzz',
        '/healthz/',
        '/readiness/db',
        '/hello/healthz',
        '/HEALTHZ',
      ]) {
        expect(await ask(path)).toMatchObject({ status: 404, body: 'the application' })
      }
    })

    test('says what failed', async () => {
      const ask = await start((app) => mount(app, bad()))
      expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'OK' })
      expect(await ask('/readiness')).toMatchObject({
        status: 503,
        body: 'db: cannot connect to database.',
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-length': '31',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
      })
    })

    test('answers the query and the Accept header', async () => {
      const ask = await start((app) => mount(app, bad()))
      const body = '[-]db failed: cannot connect to database.\nreadiness check failed'
      expect(await ask('/readyz?verbose')).toMatchObject({ status: 503, body })
      const json = { status: 503, headers: { 'content-type': 'application/json; charset=utf-8' } }
      expect(await ask('/readyz?format=json')).toMatchObject(json)
      expect(await ask('/readyz', { headers: { accept: 'application/json' } })).toMatchObject({
        ...json,
        headers: { ...json.headers, vary: 'Accept' },
      })
    })

    test('answers HEAD as GET without the body', async () => {
      const ask = await start((app) => mount(app, bad()))
      expect(await ask('/readiness', { method: 'HEAD' })).toMatchObject({
        status: 503,
        body: '',
        headers: { 'content-length': '31' },
      })
    })

    test('leaves other methods to the application', async () => {
      const ask = await start((app) => mount(app, good()))
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const { body, headers } = await ask('/healthz', { method })
        expect({ body, type: headers['x-content-type-options'] }).not.toMatchObject({ body: 'OK' })
      }
    })
  })

  test('is under a prefix when its paths name the prefix', async () => {
    const probes = createProbes({ livenessPaths: ['/api/live'], readinessPaths: ['/api/ready'] })
    const ask = await start((app) => {
      app.use('/api', expressProbes(probes))
    })
    expect(await ask('/api/ready?verbose')).toMatchObject({
      status: 200,
      body: 'readiness check passed',
    })
    expect(await ask('/api/live')).toMatchObject({ status: 200, body: 'OK' })
    expect(await ask('/live')).toMatchObject({ status: 404 })
  })

  test('answers while session, auth and rate limit behind it are broken, which are not reached', async () => {
    const ask = await start((app) => {
      app.use(expressProbes(bad()))
      for (const what of ['session store', 'auth guard', 'rate limiter']) app.use(broken(what))
      app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
        res.status(500).send('broken')
      })
    })
    expect(await ask('/hello')).toMatchObject({ status: 500, body: 'broken' })
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'OK' })
    expect(await ask('/readiness')).toMatchObject({
      status: 503,
      body: 'db: cannot connect to database.',
    })
  })

  test('answers late while the application throws, and leaves the errors to it', async () => {
    const late = createProbes({
      readiness: [{ name: 'db', check: () => new Promise(setImmediate) }],
    })
    const ask = await start((app) => {
      app.use(expressProbes(late))
      app.use(broken('application'))
      app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
        res.status(500).send(error.message)
      })
    })
    const [probe, page] = await Promise.all([ask('/readyz'), ask('/hello')])
    expect(probe).toMatchObject({ status: 200, body: 'OK' })
    expect(page).toMatchObject({ status: 500, body: 'the application is broken' })
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
    expect(await ask('/readyz')).toMatchObject({ status: 504, body: 'too late' })
    finish()
    await new Promise(setImmediate)
  })

  test('answers behind a body parser what the parser lets through', async () => {
    const ask = await start((app) => app.use(express.json(), expressProbes(good())))
    const send = (body: string) => {
      const length = String(body.length)
      const headers = { 'content-type': 'application/json', 'content-length': length }
      return ask('/healthz', { headers, body })
    }
    expect(await send('{}')).toMatchObject({ status: 200, body: 'OK' })
    expect(await send('{')).toMatchObject({ status: 400 })
  })

  test('answers the article with the status of the article', async () => {
    const ask = await start((app) => void app.use(expressProbes(bad({ failureStatus: 500 }))))
    expect(await ask('/readiness')).toMatchObject({ status: 500 })
  })

  test('survives a prober that hangs up before a slow answer, and answers the next', async () => {
    let finish: (value?: unknown) => void = silent
    let started: (value?: unknown) => void = silent
    const checking = new Promise((resolve) => {
      started = resolve
    })
    const slow = {
      name: 'db',
      check: () => {
        started()
        return new Promise((resolve) => {
          finish = resolve
        })
      },
    }
    const app = express()
    app.use(expressProbes(createProbes({ readiness: [slow] })))
    const ask = await serve(app)
    const controller = new AbortController()
    const impatient = ask('/readiness', { signal: controller.signal }).catch(() => 'hung up')
    await checking
    controller.abort()
    expect(await impatient).toBe('hung up')
    const next = ask('/readiness')
    finish()
    expect(await next).toMatchObject({ status: 200, body: 'OK' })
  })
})

test('fits the types of Express 5 and 4 without depending on them', () => {
  expectTypeOf(expressProbes).returns.toExtend<RequestHandler>()
  expectTypeOf(expressProbes).returns.toExtend<RequestHandler4>()
})

test('says nothing but next() to a request that is not a probe', () => {
  const middleware = expressProbes(good())
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
