import { createServer } from 'node:http'
import { PassThrough } from 'node:stream'
import { adapterConformance } from '@readyz/conformance'
import type Koa from 'koa'
import koaMount from 'koa-mount'
import type Koa2 from 'koa2'
import type Koa23 from 'koa23'
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { createProbes, koaProbes } from '../src/index.ts'
import { listen, listenerOf, type Mount, releases, serveOn, serveOverTlsOn } from './application.ts'

const mounts: readonly (readonly [string, Mount])[] = [
  ['first', (app, probes) => app.use(koaProbes(probes))],
  [
    'by path with koa-mount',
    (app, probes) => {
      for (const path of probes.paths) app.use(koaMount(path, koaProbes(probes)))
    },
  ],
  [
    'after a middleware that rewrites the URL',
    (app, probes) => {
      app.use((ctx, next) => {
        ctx.url = '/rewritten'
        return next()
      })
      app.use(koaProbes(probes))
    },
  ],
  [
    'after a middleware that awaits next()',
    (app, probes) => {
      app.use(async (_ctx, next) => {
        await next()
      })
      app.use(koaProbes(probes))
    },
  ],
]

/** Serves until the test ends. Returns the URL. */
async function start(app: Koa): Promise<string> {
  app.silent = true
  const { url, close } = await listen(createServer(listenerOf(app)))
  onTestFinished(() => void close())
  return url
}

describe.each(releases)('Koa %s', (_release, Koa) => {
  describe.each(mounts)('mounted %s', (_, mount) => {
    adapterConformance(test, serveOn(Koa, mount))
  })

  test('koaProbes answers before the next middleware, even if it throws', async () => {
    const app = new Koa()
    app.use(koaProbes(createProbes()))
    app.use(() => {
      throw new Error('the session store is broken')
    })
    const url = await start(app)
    expect((await fetch(`${url}/hello`)).status).toBe(500)
    expect(await (await fetch(`${url}/readiness`)).text()).toBe('OK')
  })

  test("koaProbes answers with Koa's error page if the response throws once", async () => {
    const app = new Koa()
    const errors: string[] = []
    app.on('error', (error: Error) => errors.push(error.message))
    app.use((ctx, next) => {
      if (ctx.method === 'GET') ctx.set('Trailer', 'Server-Timing')
      return next()
    })
    app.use(koaProbes(createProbes()))
    const url = await start(app)
    const response = await fetch(`${url}/healthz`)
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('Internal Server Error')
    expect(errors).toEqual(['Trailers are invalid with this transfer encoding'])
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200)
  })

  test('koaProbes closes the connection if the error page throws too, logs the cause, and answers the next request', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    const app = new Koa()
    app.use((ctx, next) => {
      const fail = () => {
        throw new Error('the hook is broken')
      }
      if (ctx.get('x-hook') === 'throws') ctx.res.writeHead = fail
      return next()
    })
    app.use(koaProbes(createProbes({ readiness: [{ name: 'db', check: async () => {} }] })))
    const url = await start(app)
    for (const path of ['/healthz', '/readiness']) {
      const headers = { 'x-hook': 'throws' }
      await expect(fetch(url + path, { headers })).rejects.toThrow('fetch failed')
    }
    const line = 'readyz: the response to a probe could not be sent: the hook is broken'
    expect(log.mock.calls).toEqual([[line], [line]])
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('an earlier middleware can add headers to the response of koaProbes', async () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next()
      ctx.set('X-Response-Time', '1')
    })
    app.use(koaProbes(createProbes()))
    const response = await fetch(`${await start(app)}/readiness`)
    expect(response.headers.get('x-response-time')).toBe('1')
    expect(await response.text()).toBe('OK')
  })

  test('koaProbes replaces the unsent response of an earlier middleware', async () => {
    const app = new Koa()
    app.use((ctx, next) => {
      ctx.status = 201
      ctx.body = { welcome: true }
      return next()
    })
    app.use(koaProbes(createProbes()))
    const response = await fetch(`${await start(app)}/readiness`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await response.text()).toBe('OK')
  })

  test('koaProbes sends nothing if an earlier middleware has started a response during the check', async () => {
    let finish = () => {}
    const check = () =>
      new Promise<void>((resolve) => {
        finish = resolve
      })
    const page = new PassThrough()
    page.write('too ')
    let nextResult: Promise<unknown> | undefined
    const app = new Koa()
    app.use((ctx, next) => {
      nextResult = next()
      ctx.body = page
    })
    app.use(koaProbes(createProbes({ readiness: [{ name: 'db', check }] })))
    const response = await fetch(`${await start(app)}/readyz`)
    finish()
    await nextResult
    page.end('late')
    expect(await response.text()).toBe('too late')
  })
})

// Koa 3 only, because Koa 2 answers no HEAD request over HTTP/2.
describe('Koa 3 over HTTPS and HTTP/2', () => {
  const [[, Koa]] = releases
  adapterConformance(
    test,
    serveOverTlsOn(Koa, (app, probes) => app.use(koaProbes(probes))),
  )
})

test('koaProbes returns a Middleware of Koa 3 and 2', () => {
  expectTypeOf(koaProbes).returns.toExtend<Koa.Middleware>()
  expectTypeOf(koaProbes).returns.toExtend<Koa2.Middleware>()
  expectTypeOf(koaProbes).returns.toExtend<Koa23.Middleware>()
})

test('koaProbes calls next() once for a request that is not a probe, changes nothing, and returns its promise', () => {
  const ctx = Object.freeze({
    req: Object.freeze({ method: 'GET', headers: Object.freeze({}) }),
    originalUrl: '/hello',
  }) as never
  const calls: unknown[][] = []
  const nextResult = Promise.resolve()
  const next = (...args: unknown[]) => {
    calls.push(args)
    return nextResult
  }
  expect(koaProbes(createProbes())(ctx, next)).toBe(nextResult)
  expect(calls).toEqual([[]])
})
