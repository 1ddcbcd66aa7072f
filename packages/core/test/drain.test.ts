import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Probes } from '../src/index.ts'
import { checker, defer, get, hanging, passing, quietProbes } from './checkers.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00.000Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const drainingBody = 'process: shutting down.'

test('drain makes readiness fail at once, even if a pass is cached', () => {
  const probes = quietProbes([passing('db')], { maxAge: 60_000 })
  expect(probes.handle('GET', '/readyz')).toMatchObject({ status: 200 })

  probes.drain()

  expect(probes.handle('GET', '/readyz')).toMatchObject({ status: 503, body: drainingBody })
  expect(probes.handle('HEAD', '/readiness')).toMatchObject({ status: 503, body: drainingBody })
})

test('drain answers the probes that wait for a run at once', async () => {
  const probes = quietProbes([hanging('db')])
  const waiting = [get(probes, '/readyz'), get(probes, '/readyz?verbose')]
  const report = probes.readiness()
  const startedAt = performance.now()

  probes.drain()

  expect((await Promise.all(waiting)).map(({ body }) => body)).toEqual([
    drainingBody,
    `[-]process failed: shutting down.\nreadiness check failed`,
  ])
  expect(await report).toMatchObject({ status: 'fail', checks: [{ reason: 'draining' }] })
  expect(performance.now()).toBe(startedAt)
})

test('the current run ends after drain, calls the listener, and leaves no timer', async () => {
  const onTransition = vi.fn<() => void>()
  const probes = quietProbes([hanging('db')], { onTransition })
  void probes.readiness()
  probes.drain()

  await vi.advanceTimersByTimeAsync(800)

  expect(onTransition).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(0)
  expect(await get(probes, '/readyz')).toMatchObject({ body: drainingBody })
})

test('no readiness checker is called after drain', async () => {
  const check = vi.fn<() => void>()
  const probes = quietProbes([checker('db', check)], { maxAge: 0 })
  probes.drain()

  await probes.readiness()
  await get(probes, '/readyz')
  await vi.advanceTimersByTimeAsync(60_000)
  await get(probes, '/readiness')

  expect(check).not.toHaveBeenCalled()
})

test('drain does not change liveness', async () => {
  const probes = quietProbes([passing('db')], { liveness: [passing('loop')] })
  const before = probes.handle('GET', '/healthz')

  probes.drain()

  expect(probes.handle('GET', '/healthz')).toBe(before)
  expect(before).toMatchObject({ status: 200, body: 'OK' })
  expect(await probes.liveness()).toMatchObject({ status: 'pass', checks: [{ name: 'loop' }] })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await get(probes, '/livez')).toMatchObject({ status: 200 })
})

test('a second drain changes nothing', async () => {
  const probes = quietProbes([passing('db')])
  probes.drain()
  const answer = probes.handle('GET', '/readyz')
  await vi.advanceTimersByTimeAsync(5000)
  probes.drain()

  expect(probes.handle('GET', '/readyz')).toBe(answer)
})

test('the report of a draining process has the time of the drain', async () => {
  const probes = quietProbes([passing('db')], { failureStatus: 500 })
  probes.drain()
  const date = '2026-01-01T00:00:00.000Z'
  const report = {
    status: 'fail',
    checks: [
      {
        name: 'process',
        status: 'fail',
        durationMs: 0,
        checkedAt: date,
        since: date,
        reason: 'draining',
        message: 'shutting down.',
      },
    ],
  }

  const answer = await get(probes, '/readyz?format=json')

  expect(answer.status).toBe(500)
  expect(JSON.parse(answer.body)).toEqual(report)
  expect(await probes.readiness()).toEqual(report)
  expect((await probes.readiness()).checks.every((check) => Object.isFrozen(check))).toBe(true)
})

test('a checker that calls drain makes its own probe fail', async () => {
  const now = quietProbes([checker('queue', () => now.drain())])
  const gate = defer()
  const later = quietProbes([
    checker('queue', () => later.drain()),
    checker('db', () => gate.promise),
  ])

  expect(now.handle('GET', '/readyz')).toMatchObject({ body: drainingBody })
  expect(later.handle('GET', '/readyz')).toMatchObject({ body: drainingBody })
})

test('a listener that calls drain makes the current probe fail', () => {
  const probes = quietProbes([checker('cache', () => false, { optional: true })], {
    onTransition: () => probes.drain(),
  })

  expect(probes.handle('GET', '/readyz')).toMatchObject({ status: 503, body: drainingBody })
})

test('a listener that calls drain at the end of a run makes the waiting probe fail', async () => {
  const probes: Probes = quietProbes([checker('db', async () => false)], {
    onTransition: () => probes.drain(),
  })
  expect(await get(probes, '/readyz')).toMatchObject({
    status: 503,
    body: 'process: shutting down.',
  })
  const again: Probes = quietProbes([checker('db', async () => false, { optional: true })], {
    onTransition: () => again.drain(),
  })
  expect(await again.readiness()).toMatchObject({ checks: [{ reason: 'draining' }] })
})
