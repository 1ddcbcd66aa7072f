import type { MiddlewareHandler } from 'hono'
import type { MiddlewareHandler as MiddlewareHandler40 } from 'hono40'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createProbes, honoProbes } from '../src/index.ts'
import { releases } from './stage.ts'

describe.each(releases)('Hono %s', (_release, Hono) => {
  test('has the probes under a prefix when their paths name the prefix', async () => {
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

  test('answers while what stands behind the probes is broken, which is not reached', async () => {
    const app = new Hono()
    app.on(['GET', 'HEAD'], ['/healthz', '/readiness'], honoProbes(createProbes()))
    app.use(() => {
      throw new Error('the session store is broken')
    })
    app.onError((_, c) => c.text('broken', 500))
    expect((await app.request('/hello')).status).toBe(500)
    expect(await (await app.request('/readiness')).text()).toBe('OK')
  })

  test('answers the HEAD that Hono turns into a GET', async () => {
    const app = new Hono()
    app.on('GET', '/readiness', honoProbes(createProbes()))
    const response = await app.request('/readiness', { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe('2')
    expect(await response.text()).toBe('')
  })
})

test('fits the types of Hono without depending on it', () => {
  expectTypeOf(honoProbes).returns.toExtend<MiddlewareHandler>()
  expectTypeOf(honoProbes).returns.toExtend<MiddlewareHandler40>()
})

test('says nothing but next() to a request that is not a probe, and gives back its promise', () => {
  const req = Object.freeze({
    method: 'GET',
    url: 'http://localhost/hello',
    header: () => undefined,
  })
  const calls: unknown[][] = []
  const passedOn = Promise.resolve()
  const next = (...args: unknown[]) => {
    calls.push(args)
    return passedOn
  }
  expect(honoProbes(createProbes())(Object.freeze({ req }), next)).toBe(passedOn)
  expect(calls).toEqual([[]])
})
