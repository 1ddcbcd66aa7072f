import { AssertionError } from 'node:assert/strict'
import { describe, expect, test, vi } from 'vitest'
import { adapterConformance, type Serve, type Served } from '../../src/index.ts'
import { type Adapter, good, serveSecurelyWith, serveWith } from './application.ts'
import { bad } from './bad-adapters/index.ts'

const titles: string[] = []
adapterConformance((title) => titles.push(title), serveWith(good))

/** What a rule says of an adapter. */
async function verdict(title: string, serve: Serve): Promise<unknown> {
  const bodies = new Map<string, () => Promise<void>>()
  adapterConformance((each, body) => bodies.set(each, body), serve)
  return bodies
    .get(title)?.()
    .catch((error: unknown) => error)
}

test('there is a bad adapter for every rule', () => {
  expect(Object.keys(bad)).toEqual(titles)
})

describe('a bad adapter is refused by the rule that it breaks', () => {
  test.each(Object.entries(bad))('%s', async (title, serve) => {
    const error = await verdict(title, serve)
    expect(error).toBeInstanceOf(AssertionError)
    expect(error).toHaveProperty('message', expect.stringMatching(/expected .+, saw /))
  })
})

test.each([
  [
    'HEAD is answered with the status and the headers of GET, and no body',
    "HEAD /healthz: expected { status: 200, 'content-type': 'text/plain; charset=utf-8', " +
      "'content-length': '2', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }, " +
      'saw { status: 400 }',
  ],
  [
    'the application answers as it does without probes',
    "GET /hello: expected {}, saw { 'x-probed': 'yes' }",
  ],
  ['requests in a pipeline are answered in their order', "GET /hello: expected 'hello', saw 'OK'"],
  [
    'the application is the one that serve has to serve',
    'serve has to serve, without probes as with them, GET /hello: ' +
      "expected { body: 'hello' }, saw { body: 'Hello!' }",
  ],
])('says what it expected and what it saw where %s is broken', async (title, message) => {
  const serve = bad[title] ?? serveWith(good)
  expect(await verdict(title, serve)).toHaveProperty('message', message)
})

test('says so when a server does not answer at all', async () => {
  const serve = serveWith(() => () => {})
  expect(await verdict('a passing probe is OK', serve)).toHaveProperty(
    'message',
    'expected an answer, saw nothing for 10000 ms',
  )
})

const deaf: Adapter = (_probes, listener) => listener

test.each([
  ['HTTP', serveWith(deaf)],
  ['HTTP/2', serveSecurelyWith(deaf)],
])('no rule waits for ever for a probe that is not answered as one, over %s', async (_, serve) => {
  for (const title of titles) await verdict(title, serve)
  expect(await verdict('a prober that hangs up changes nothing', serve)).toHaveProperty(
    'message',
    'the status of GET /readiness before any check: expected undefined, saw 404',
  )
})

test('closes what was still starting when something else did not start', async () => {
  const close = vi.fn<() => void>()
  let starting: Promise<Served> | undefined
  const serve: Serve = async (probes) => {
    if (probes !== undefined) throw new Error('no port is free')
    starting = serveWith(good)(probes)
    const served = await starting
    return { ...served, close: () => [close(), served.close()] }
  }
  const error = await verdict('the application answers as it does without probes', serve)
  expect(error).toHaveProperty('message', 'no port is free')
  await starting
  expect(close).toHaveBeenCalledTimes(1)
})
