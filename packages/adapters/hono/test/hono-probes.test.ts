import type { MiddlewareHandler } from 'hono'
import type { MiddlewareHandler as MiddlewareHandler40 } from 'hono40'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createProbes, honoProbes } from '../src/index.ts'
import { releases } from './node-conformance.ts'

describe.each(releases)('Hono %s', (_release, Hono) => {
  test('honoProbes under a base path answers paths that include the base path', async () => {
    const probes = createProbes({ livenessPaths: ['/api/live'], readinessPaths: ['/api/ready'] })
    const api = new Hono().on('GET', ['/live', '/ready'], honoProbes(probes))
    const root = new Hono().on('GET', [...probes.paths], honoProbes(probes))
    const apps = [
      root.basePath('/api'),
      new Hono().route('/api', api),
      new Hono().basePath('/api').use(honoProbes(probes)),
    ]
    for (const app of apps) {
      expect(await (await app.request('/api/ready?verbose')).text()).toBe('readiness check passed')
      expect(await (await app.request('/api/live')).text()).toBe('OK')
      expect((await app.request('/live')).status).toBe(404)
    }
  })

  test('honoProbes answers before the next middleware, even if it throws', async () => {
    const app = new Hono()
    app.on(['GET', 'HEAD'], ['/healthz', '/readiness'], honoProbes(createProbes()))
    app.use(() => {
      throw new Error('the session store is broken')
    })
    app.onError((_, c) => c.text('broken', 500))
    expect((await app.request('/hello')).status).toBe(500)
    expect(await (await app.request('/readiness')).text()).toBe('OK')
  })

  test('honoProbes registered for GET answers HEAD without a body', async () => {
    const app = new Hono()
    app.on('GET', '/readiness', honoProbes(createProbes()))
    const response = await app.request('/readiness', { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe('2')
    expect(await response.text()).toBe('')
  })
})

test('honoProbes returns a MiddlewareHandler of Hono 4.0 and of the newest release', () => {
  expectTypeOf(honoProbes).returns.toExtend<MiddlewareHandler>()
  expectTypeOf(honoProbes).returns.toExtend<MiddlewareHandler40>()
})

test('honoProbes calls next() once for a request that is not a probe, changes nothing, and returns its promise', () => {
  const req = Object.freeze({
    method: 'GET',
    url: 'http://localhost/hello',
    header: () => undefined,
  })
  const calls: unknown[][] = []
  const nextResult = Promise.resolve()
  const next = (...args: unknown[]) => {
    calls.push(args)
    return nextResult
  }
  expect(honoProbes(createProbes())(Object.freeze({ req }), next)).toBe(nextResult)
  expect(calls).toEqual([[]])
})
