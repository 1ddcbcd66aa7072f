import { afterEach, expect, test, vi } from 'vitest'
import { CheckError, CheckWarning } from '../src/index.ts'
import { checker, failing, get, hanging, passing, quietProbes } from './checkers.ts'

afterEach(() => {
  vi.useRealTimers()
})

const plain = 'text/plain; charset=utf-8'
const json = 'application/json; charset=utf-8'

const db = checker('db', () => {
  throw new CheckError('invalid response', { code: 'invalid' })
})
const cache = failing('cache', { failure: 'cannot connect to cache.' })
const queue = checker('queue', () => {
  throw new CheckWarning('12 jobs are late.', { code: 'saturated' })
})

test('a passing probe responds with OK and all headers', async () => {
  expect(await get(quietProbes([passing('db')]), '/readiness')).toEqual({
    status: 200,
    headers: {
      'Content-Type': plain,
      'Content-Length': '2',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
    body: 'OK',
  })
})

test('a failing probe responds with one line for each failed checker and no others', async () => {
  const probes = quietProbes([passing('web'), db, queue, cache])

  const { status, headers, body } = await get(probes, '/readiness')

  expect(status).toBe(503)
  expect(body).toBe('db: invalid response\ncache: cannot connect to cache.')
  expect(headers).toEqual({
    'Content-Type': plain,
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
})

test("responds with the article's status and messages", async () => {
  const article = failing('db', { failure: 'cannot connect to database.' })
  const probes = quietProbes([article], { failureStatus: 500 })

  expect(await get(probes, '/readiness')).toMatchObject({
    status: 500,
    body: 'db: cannot connect to database.',
  })
})

test('a failure without a public message has a fixed message', async () => {
  expect((await get(quietProbes([failing('db')]), '/readyz')).body).toBe('db: check failed.')
})

test('a warning responds with OK', async () => {
  expect(await get(quietProbes([queue]), '/readyz')).toMatchObject({ status: 200, body: 'OK' })
})

test('a failed optional checker is a warning', async () => {
  const probes = quietProbes([failing('cache', { optional: true })])

  expect(await get(probes, '/readyz')).toMatchObject({ status: 200, body: 'OK' })
  expect(await probes.readiness()).toMatchObject({ status: 'warn', checks: [{ status: 'warn' }] })
})

test.each(['verbose', 'verbose=1', 'verbose=', 'a=b&verbose'])(
  '?%s has a line for every checker and the verdict',
  async (query) => {
    const probes = quietProbes([passing('web'), db, queue])

    const { status, headers, body } = await get(probes, `/readiness?${query}`)

    expect([status, headers['Content-Type']]).toEqual([503, plain])
    expect(body.split('\n')).toEqual([
      '[+]web ok',
      '[-]db failed: invalid response',
      '[!]queue warned: 12 jobs are late.',
      'readiness check failed',
    ])
  },
)

test('?verbose of a passing probe lists the checkers and prints that the check passed', async () => {
  const probes = quietProbes([passing('web'), queue])

  expect((await get(probes, '/readiness?verbose')).body).toBe(
    '[+]web ok\n[!]queue warned: 12 jobs are late.\nreadiness check passed',
  )
  expect((await get(probes, '/healthz?verbose')).body).toBe('liveness check passed')
})

test('?format=json responds with the report', async () => {
  vi.useFakeTimers({ now: new Date('2026-02-03T04:05:06.789Z') })
  const probes = quietProbes([passing('web'), db, queue])

  const { status, headers, body } = await get(probes, '/readiness?format=json')
  const report = await probes.readiness()

  expect(status).toBe(503)
  expect(headers).toMatchObject({ 'Content-Type': json })
  expect(headers).not.toHaveProperty('Vary')
  const shared = {
    durationMs: 0,
    checkedAt: '2026-02-03T04:05:06.789Z',
    since: '2026-02-03T04:05:06.789Z',
  }
  expect(JSON.parse(body)).toEqual({
    status: 'fail',
    checks: [
      { name: 'web', status: 'pass', ...shared },
      { name: 'db', status: 'fail', ...shared, reason: 'invalid', message: 'invalid response' },
      {
        name: 'queue',
        status: 'warn',
        ...shared,
        reason: 'saturated',
        message: '12 jobs are late.',
      },
    ],
  })
  expect(JSON.parse(body)).toEqual(report)
})

test('the query overrides the Accept header, and JSON overrides verbose', async () => {
  const probes = quietProbes([passing('db')])
  const type = async (url: string, accept?: string) =>
    (await get(probes, url, accept)).headers['Content-Type']

  expect(await type('/readyz?verbose', 'application/json')).toBe(plain)
  expect(await type('/readyz?format=json', 'text/plain')).toBe(json)
  expect(await type('/readyz?verbose&format=json')).toBe(json)
})

test.each([
  'application/json',
  'Application/JSON',
  'application/json, text/plain',
  'text/plain;q=0.5, application/json',
  'text/plain;q=0.9,application/json;q=0.9',
  'text/html, application/json;charset=utf-8;q=0.1',
  'application/json;q=1, text/plain',
  'application/json;seq=0',
  'application/json;q=0.5, text/plain;q=nonsense',
  ' application/json ; q=0.5 ',
  'application/jsonp, application/json',
  'x-application/json,application/json',
])('Accept: %s receives JSON with Vary: Accept', async (accept) => {
  const { headers } = await get(quietProbes([passing('db')]), '/readyz', accept)

  expect(headers).toMatchObject({ 'Content-Type': json, Vary: 'Accept' })
})

test.each([
  undefined,
  '',
  '*/*',
  'application/*',
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8',
  'application/json;q=0',
  'application/json;q=0.0, */*',
  'application/json;q=nonsense',
  'application/jsonp',
  'x-application/json',
  'text/x application/json',
  'text/plain, application/json;q=0.5',
])('Accept: %s receives plain text without Vary', async (accept) => {
  const { headers } = await get(quietProbes([passing('db')]), '/readyz', accept)

  expect(headers).toMatchObject({ 'Content-Type': plain })
  expect(headers).not.toHaveProperty('Vary')
})

test.each(['', '?verbose', '?format=json'])(
  'Content-Length counts the bytes of a name outside ASCII: %s',
  async (query) => {
    const probes = quietProbes([failing('Größe-データ-🐘')])

    const { headers, body } = await get(probes, `/readiness${query}`)

    expect(body).toContain('Größe-データ-🐘')
    expect(headers['Content-Length']).toBe(String(Buffer.byteLength(body)))
  },
)

test.each([
  '/healthz',
  '/readiness',
  '/healthz?verbose',
  '/readiness?verbose',
  '/readyz?format=json',
])('liveness and a reused run respond with the same frozen object (%s)', async (url) => {
  const probes = quietProbes([failing('db')])
  const first = await get(probes, url)

  expect(probes.handle('GET', url)).toBe(first)
  expect(probes.handle('HEAD', url)).toBe(first)
  expect([first, first.headers].every((part) => Object.isFrozen(part))).toBe(true)
})

test('simultaneous probes receive the same response object', async () => {
  vi.useFakeTimers()
  const probes = quietProbes([hanging('db')])
  const answers = [get(probes, '/readyz'), get(probes, '/readiness'), get(probes, '/readyz?a')]
  await vi.advanceTimersByTimeAsync(800)

  expect(new Set(await Promise.all(answers)).size).toBe(1)
})

test('a report is frozen', async () => {
  const report = await quietProbes([passing('db')]).readiness()

  const parts = [report, report.checks, ...report.checks]
  expect(parts.every((part) => Object.isFrozen(part))).toBe(true)
})

test('durationMs has at most one decimal', async () => {
  const [check] = (await quietProbes([passing('db')]).readiness()).checks

  expect(String(check?.durationMs)).toMatch(/^\d+(\.\d)?$/)
})
