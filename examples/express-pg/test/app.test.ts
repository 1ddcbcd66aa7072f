import { type Postgres, startPostgres } from '@readyz/servers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { timeoutSeconds } from '../src/app.ts'
import { openSite, type Site } from './site.ts'

let db: Postgres
let site: Site
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.start()
  site = await openSite(db.url)
  vi.spyOn(console, 'error').mockReturnValue()
  vi.spyOn(console, 'info').mockReturnValue()
})
afterEach(async () => {
  await site.close()
  vi.restoreAllMocks()
})

const ok = { status: 200, body: 'OK' }
const unavailable = { status: 503, body: 'db: cannot connect to database.' }
const serverError = { status: 500, body: 'The page cannot be shown now. Please try again later.\n' }

const now = performance.now.bind(performance)
let skipped = 0
/** Advances the clock beyond `maxAge`, so that the result of the last run is not reused. */
function expireLastRun(): void {
  skipped += 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now() + skipped)
}

describe('while the database works', () => {
  test('the page counts the visits of each session cookie', async () => {
    const first = await site.get('/')
    expect(first).toMatchObject({ status: 200 })
    expect(first.body).toMatch(/^PostgreSQL \d+\.\d+, current time .*\nYou have been here once\.$/m)
    const cookie = first.cookie ?? ''
    expect((await site.get('/', { cookie })).body).toContain('You have been here 2 times.')
    expect((await site.get('/', { cookie })).body).toContain('You have been here 3 times.')
    expect((await site.get('/')).body).toContain('You have been here once.')
  })

  test('the probes pass without starting a session', async () => {
    expect(await site.get('/healthz')).toMatchObject({ ...ok, cookie: undefined })
    expect(await site.get('/readiness')).toMatchObject({ ...ok, cookie: undefined })
  })
})

describe('while the database is stopped', () => {
  test('the page and readiness fail until the database recovers, and liveness passes', async () => {
    const { cookie = '' } = await site.get('/')
    expect(await site.get('/readiness')).toMatchObject(ok)
    expireLastRun()
    await db.stop()
    expect(await site.get('/', { cookie })).toMatchObject(serverError)
    expect(await site.get('/healthz')).toMatchObject(ok)
    expect(await site.get('/readiness')).toMatchObject(unavailable)
    expireLastRun()
    await db.start()
    expect(await site.get('/readiness')).toMatchObject(ok)
    expect((await site.get('/', { cookie })).body).toContain('You have been here 2 times.')
  })

  test('an application that starts before its database serves pages afterwards', async () => {
    await db.stop()
    expect(await site.get('/')).toMatchObject(serverError)
    await db.start()
    expect(await site.get('/')).toMatchObject({ status: 200 })
  })
})

test('while the database is frozen, readiness fails in time and liveness passes', async () => {
  await site.get('/')
  db.freeze()
  const [live, ready] = await Promise.all([site.get('/healthz'), site.get('/readiness')])
  db.thaw()
  expect(live).toMatchObject(ok)
  expect(ready).toMatchObject(unavailable)
  expect(ready.milliseconds).toBeLessThan(timeoutSeconds * 1000)
  expireLastRun()
  expect(await site.get('/readiness')).toMatchObject(ok)
})
