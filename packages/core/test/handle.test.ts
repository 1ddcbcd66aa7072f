import { expect, test, vi } from 'vitest'
import { createProbes } from '../src/index.ts'
import { checker, passing, quietProbes } from './checkers.ts'

const foreign: [what: string, method: string | undefined, url: string | undefined][] = [
  ['another path', 'GET', '/'],
  ['a prefix of a probe path', 'GET', '/health'],
  ['a path that begins with a probe path', 'GET', '/healthzz'],
  ['one more segment', 'GET', '/readiness/x'],
  ['a trailing slash', 'GET', '/readyz/'],
  ['one of our paths below another', 'GET', '/api/healthz'],
  ['one of our paths in the query', 'GET', '/?/healthz'],
  ['one of our paths in the query of a path of its length', 'GET', '/another?/healthz'],
  ['another case', 'GET', '/Healthz'],
  ['two slashes', 'GET', '//healthz'],
  ['an escaped path', 'GET', '/%68ealthz'],
  ['path parameters', 'GET', '/healthz;v=1'],
  ['a fragment', 'GET', '/healthz#x'],
  ['one of our paths as an authority', 'GET', 'http://healthz'],
  ['the absolute form of another path', 'GET', 'http://localhost/healthz/'],
  ['the absolute form of a path with two slashes', 'GET', 'http://localhost//healthz'],
  ['the absolute form of one of our paths in the query', 'GET', 'http://localhost?/healthz'],
  ['the absolute form of one of our paths in the fragment', 'GET', 'http://localhost#/healthz'],
  ['an absolute form without a scheme', 'GET', '://localhost/healthz'],
  ['an absolute form behind a path', 'GET', 'x?http://localhost/healthz'],
  ['the authority form', 'GET', 'localhost:80'],
  ['the asterisk form', 'GET', '*'],
  ['a path without its slash', 'GET', 'healthz'],
  ['an empty target', 'GET', ''],
  ['no target', 'GET', undefined],
  ['POST', 'POST', '/readiness'],
  ['PUT', 'PUT', '/readiness'],
  ['OPTIONS', 'OPTIONS', '/readiness'],
  ['a method in lower case', 'get', '/readiness'],
  ['an empty method', '', '/readiness'],
  ['no method', undefined, '/readiness'],
]

test.each(foreign)('handle returns undefined for %s and calls no checker', (_, method, url) => {
  const check = vi.fn<() => void>()
  const probes = quietProbes([checker('db', check)], { liveness: [checker('loop', check)] })

  expect(probes.handle(method, url)).toBeUndefined()
  expect(check).not.toHaveBeenCalled()
})

test.each(['/healthz', '/livez', '/readiness', '/readyz'])(
  'handle answers GET and HEAD of %s alike',
  (path) => {
    const probes = quietProbes([passing('db')])

    const answer = probes.handle('GET', path)

    expect(answer).toMatchObject({ status: 200, body: 'OK' })
    expect(probes.handle('HEAD', path)).toBe(answer)
  },
)

test.each(['?', '?a=1', '?/x', '??', '?verbos', '?format=xml', '?noverbose=1', '?x=format=json'])(
  'handle ignores the query %s',
  (query) => {
    const probes = quietProbes([passing('db')])

    expect(probes.handle('GET', `/readiness${query}`)).toBe(probes.handle('GET', '/readiness'))
    expect(probes.handle('GET', `/healthz${query}`)).toBe(probes.handle('GET', '/healthz'))
  },
)

test.each([
  'http://localhost:8080',
  'HTTPS://user:secret@[fd00::7]:8443',
  'h2c+x.y-z://10.0.0.7',
  'http://',
])('handle finds the path and the query of the absolute form after %s', (authority) => {
  const probes = quietProbes([passing('db')])

  for (const target of ['/healthz', '/readiness?a=/', '/readyz?verbose', '/livez?format=json']) {
    expect(probes.handle('GET', target)).toMatchObject({ status: 200 })
    expect(probes.handle('GET', authority + target)).toBe(probes.handle('GET', target))
  }
})

test('handle reads an absolute form without a path as /', () => {
  const probes = quietProbes([passing('db')], { readinessPaths: ['/'] })

  for (const query of ['', '?verbose']) {
    expect(probes.handle('GET', `/${query}`)).toMatchObject({ status: 200 })
    expect(probes.handle('GET', `http://localhost${query}`)).toBe(probes.handle('GET', `/${query}`))
  }
})

test('handle answers the first probe synchronously if all checkers are synchronous', () => {
  expect(quietProbes([passing('db')]).handle('GET', '/readyz')).toMatchObject({ status: 200 })
})

test('readiness runs only the readiness checkers and liveness only the liveness checkers', async () => {
  const ready = vi.fn<() => void>()
  const live = vi.fn<() => void>()
  const probes = quietProbes([checker('db', ready)], { liveness: [checker('loop', live)] })

  await probes.handle('GET', '/livez')
  expect([ready.mock.calls.length, live.mock.calls.length]).toEqual([0, 1])
  await probes.handle('GET', '/readyz')
  expect([ready.mock.calls.length, live.mock.calls.length]).toEqual([1, 1])
})

test('liveness() and readiness() return the reports without a server', async () => {
  const probes = quietProbes([passing('db')], { liveness: [passing('loop')] })

  expect(await probes.readiness()).toMatchObject({ status: 'pass', checks: [{ name: 'db' }] })
  expect(await probes.liveness()).toMatchObject({ status: 'pass', checks: [{ name: 'loop' }] })
})

test('handle answers the configured paths instead of the defaults', () => {
  const probes = quietProbes([passing('db')], {
    livenessPaths: ['/alive', '/a'],
    readinessPaths: ['/-/ready'],
  })

  expect(probes.paths).toEqual(['/alive', '/a', '/-/ready'])
  for (const path of probes.paths) {
    expect(probes.handle('GET', path)).toMatchObject({ body: 'OK' })
    expect(probes.handle('GET', `${path}?verbose`)).toMatchObject({ status: 200 })
  }
  for (const path of ['/healthz', '/livez', '/readiness', '/readyz']) {
    expect(probes.handle('GET', path)).toBeUndefined()
  }
})

test('handle answers no path of a probe with an empty list of paths', () => {
  const probes = quietProbes([], { livenessPaths: [] })

  expect(probes.paths).toEqual(['/readiness', '/readyz'])
  expect(probes.handle('GET', '/healthz')).toBeUndefined()
})

test('paths lists all paths, liveness first, and is frozen', () => {
  const { paths } = createProbes()

  expect(paths).toEqual(['/healthz', '/livez', '/readiness', '/readyz'])
  expect(Object.isFrozen(paths)).toBe(true)
})

test('describe returns the defaults as plain frozen data', () => {
  const description = createProbes().describe()

  expect(description).toEqual({
    timeoutSeconds: 1,
    budgetMs: 800,
    failureStatus: 503,
    liveness: { paths: ['/healthz', '/livez'], checkers: [] },
    readiness: { paths: ['/readiness', '/readyz'], checkers: [] },
  })
  const { liveness } = description
  const parts = [description, liveness, liveness.checkers, liveness.paths]
  expect(parts.every((part) => Object.isFrozen(part))).toBe(true)
})

test('describe returns the effective options of the checkers', () => {
  const probes = createProbes({
    timeoutSeconds: 5,
    failureStatus: 500,
    readiness: [
      passing('db'),
      passing('cache', { optional: true, timeout: 250 }),
      passing('mail', { timeout: 60_000 }),
    ],
    liveness: [passing('loop')],
  })

  expect(probes.describe()).toMatchObject({
    timeoutSeconds: 5,
    budgetMs: 4000,
    failureStatus: 500,
    liveness: { checkers: [{ name: 'loop', optional: false, timeout: 4000 }] },
    readiness: {
      checkers: [
        { name: 'db', optional: false, timeout: 4000 },
        { name: 'cache', optional: true, timeout: 250 },
        { name: 'mail', optional: false, timeout: 4000 },
      ],
    },
  })
  expect(probes.describe()).toBe(probes.describe())
})

test('the budget has no rounding error', () => {
  expect(createProbes({ timeoutSeconds: 8.05 }).describe().budgetMs).toBe(6440)
})

test('createProbes copies its options', () => {
  const check = vi.fn<() => void>()
  const readiness = [checker('db', check)]
  const probes = quietProbes(readiness)
  readiness.push(passing('cache'))

  expect(probes.describe().readiness.checkers).toHaveLength(1)
})

test('handle treats null as an absent argument', async () => {
  const probes = createProbes()
  expect(probes.handle('GET', null as never)).toBeUndefined()
  expect(await probes.handle('GET', '/readyz', null as never)).toMatchObject({ body: 'OK' })
})
