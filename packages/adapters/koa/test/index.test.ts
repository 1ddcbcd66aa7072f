import { createServer } from 'node:http'
import { PassThrough } from 'node:stream'
import { adapterConformance } from '@readyz/conformance'
import type Koa from 'koa'
import koaMount from 'koa-mount'
import type Koa2 from 'koa2'
import type Koa23 from 'koa23'
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { createProbes, koaProbes } from '../src/index.ts'
import { listen, listenerOf, type Mount, releases, serveOn, serveSecurelyOn } from './stage.ts'

const mounts: readonly (readonly [string, Mount])[] = [
  ['first', (app, probes) => app.use(koaProbes(probes))],
  [
    'by path with koa-mount',
    (app, probes) => {
      for (const path of probes.paths) app.use(koaMount(path, koaProbes(probes)))
    },
  ],
  [
    'behind what rewrites the URL',
    (app, probes) => {
      app.use((ctx, next) => {
        ctx.url = '/rewritten'
        return next()
      })
      app.use(koaProbes(probes))
    },
  ],
  [
    'behind what awaits it',
    (app, probes) => {
      app.use(async (_ctx, next) => {
        await next()
      })
      app.use(koaProbes(probes))
    },
  ],
]

/** Serves until the test is over, and gives the URL. */
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

  test('answers while what stands behind it is broken, which is not reached', async () => {
    const app = new Koa()
    app.use(koaProbes(createProbes()))
    app.use(() => {
      throw new Error('the session store is broken')
    })
    const url = await start(app)
    expect((await fetch(`${url}/hello`)).status).toBe(500)
    expect(await (await fetch(`${url}/readiness`)).text()).toBe('OK')
  })

  test("answers with Koa's error page when its response throws once", async () => {
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

  test('closes the connection when the error page throws too, logs the cause, and goes on', async () => {
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

  test('leaves the answer open to the middlewares in front of it', async () => {
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

  test('replaces what somebody in front of it has said, but not sent', async () => {
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

  test('keeps still when somebody in front of it has begun to answer meanwhile', async () => {
    let finish = () => {}
    const check = () =>
      new Promise<void>((resolve) => {
        finish = resolve
      })
    const page = new PassThrough()
    page.write('too ')
    let passedOn: Promise<unknown> | undefined
    const app = new Koa()
    app.use((ctx, next) => {
      passedOn = next()
      ctx.body = page
    })
    app.use(koaProbes(createProbes({ readiness: [{ name: 'db', check }] })))
    const response = await fetch(`${await start(app)}/readyz`)
    finish()
    await passedOn
    page.end('late')
    expect(await response.text()).toBe('too late')
  })
})

// Koa 2 leaves every HEAD over HTTP/2 unanswered, whoever is asked.
describe('Koa 3 behind HTTPS and HTTP/2', () => {
  const [[, Koa]] = releases
  adapterConformance(
    test,
    serveSecurelyOn(Koa, (app, probes) => app.use(koaProbes(probes))),
  )
})

test('fits the types of Koa 3 and 2 without depending on them', () => {
  expectTypeOf(koaProbes).returns.toExtend<Koa.Middleware>()
  expectTypeOf(koaProbes).returns.toExtend<Koa2.Middleware>()
  expectTypeOf(koaProbes).returns.toExtend<Koa23.Middleware>()
})

test('says nothing but next() to a request that is not a probe, and gives back its promise', () => {
  const ctx = Object.freeze({
    req: Object.freeze({ method: 'GET', headers: Object.freeze({}) }),
    originalUrl: '/hello',
  }) as never
  const calls: unknown[][] = []
  const passedOn = Promise.resolve()
  const next = (...args: unknown[]) => {
    calls.push(args)
    return passedOn
  }
  expect(koaProbes(createProbes())(ctx, next)).toBe(passedOn)
  expect(calls).toEqual([[]])
})
