import { AssertionError } from 'node:assert/strict'
import { describe, expect, test, vi } from 'vitest'
import { adapterConformance, type Serve, type Served } from '../../src/index.ts'
import { type Adapter, goodAdapter, serveOverTls, serveWith } from './application.ts'
import { badAdapters } from './bad-adapters/index.ts'

const titles: string[] = []
adapterConformance((title) => titles.push(title), serveWith(goodAdapter))

/** Runs one rule. Returns its error, or undefined if it passes. */
async function errorOf(title: string, serve: Serve): Promise<unknown> {
  const bodies = new Map<string, () => Promise<void>>()
  adapterConformance((each, body) => bodies.set(each, body), serve)
  return bodies
    .get(title)?.()
    .catch((error: unknown) => error)
}

test('the tests contain a bad adapter for every rule', () => {
  expect(Object.keys(badAdapters)).toEqual(titles)
})

describe('a bad adapter fails the rule that it breaks', () => {
  test.each(Object.entries(badAdapters))('%s', async (title, serve) => {
    const error = await errorOf(title, serve)
    expect(error).toBeInstanceOf(AssertionError)
    expect(error).toHaveProperty('message', expect.stringMatching(/expected .+, got /))
  })
})

test.each([
  [
    'HEAD returns the status and the headers of GET, and no body',
    "HEAD /healthz: expected { status: 200, 'content-type': 'text/plain; charset=utf-8', " +
      "'content-length': '2', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }, " +
      'got { status: 400 }',
  ],
  [
    'the application responds as it does without probes',
    "GET /hello: expected {}, got { 'x-probed': 'yes' }",
  ],
  ['pipelined requests are answered in order', "GET /hello: expected 'hello', got 'OK'"],
  [
    'serve starts an application with the required routes',
    'the application of serve must answer GET /hello: ' +
      "expected { body: 'hello' }, got { body: 'Hello!' }",
  ],
])('the failure message contains expected and actual values: %s', async (title, message) => {
  const serve = badAdapters[title] ?? serveWith(goodAdapter)
  expect(await errorOf(title, serve)).toHaveProperty('message', message)
})

test('an adapter that also calls the application after a probe fails a rule, and ends no process', async () => {
  const answersTwice: Adapter = (probes, listener) => (req, res) => {
    goodAdapter(probes, listener)(req, res)
    if (req.url === '/healthz') setImmediate(() => res.writeHead(200))
  }
  const error = await errorOf('a passing probe returns 200 and OK', serveWith(answersTwice))
  expect(error).toBeInstanceOf(AssertionError)
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(
      /^the uncaught errors: expected \[\], got .*headers after they are sent/s,
    ),
  )
})

test('a rule fails after 10 s if the server does not respond', async () => {
  const serve = serveWith(() => () => {})
  expect(await errorOf('a passing probe returns 200 and OK', serve)).toHaveProperty(
    'message',
    'expected a response, got no data for 10000 ms',
  )
})

const passesProbesToApplication: Adapter = (_probes, listener) => listener

test.each([
  ['HTTP', serveWith(passesProbesToApplication)],
  ['HTTP/2', serveOverTls(passesProbesToApplication)],
])('every rule ends if the adapter passes probes to the application, over %s', async (_, serve) => {
  for (const title of titles) await errorOf(title, serve)
  const title = 'a prober that closes its connection does not affect the run'
  expect(await errorOf(title, serve)).toHaveProperty(
    'message',
    'the status of GET /readiness before any check: expected undefined, got 404',
  )
})

test('a rule closes a server that is still starting when another server fails to start', async () => {
  const close = vi.fn<() => void>()
  let starting: Promise<Served> | undefined
  const serve: Serve = async (probes) => {
    if (probes !== undefined) throw new Error('no port is free')
    starting = serveWith(goodAdapter)(probes)
    const served = await starting
    return { ...served, close: () => [close(), served.close()] }
  }
  const error = await errorOf('the application responds as it does without probes', serve)
  expect(error).toHaveProperty('message', 'no port is free')
  await starting
  expect(close).toHaveBeenCalledTimes(1)
})
