import { expectEqual, expectProbe, expectSame, expectText } from '../expect.ts'
import type { Harness, Rules } from '../harness.ts'

/** What was asked, for a message. */
export function titleOf(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const lines = Object.entries(headers).map((header) => header.join(': '))
  return [`${method} ${target}`, ...lines].join(', ')
}

// As the kubelet sends it, byte for byte.
const kubelet = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: 10.244.0.7:8080\r\nUser-Agent: kube-probe/1.36\r\nAccept: */*\r\nConnection: close\r\n\r\n`

/** Probes of which each path has checkers, and how often these were asked. */
async function startCounting({ start }: Harness) {
  const count = { checks: 0 }
  const check = () => {
    count.checks += 1
  }
  const site = await start({
    maxAge: 0,
    readiness: [{ name: 'db', check }],
    liveness: [{ name: 'loop', check }],
  })
  return { site, count }
}

/** A request that is not a probe: the application answers it as it does without probes, and nobody is asked. */
const isForeign =
  (target: string, method = 'GET') =>
  async (harness: Harness) => {
    const { site, count } = await startCounting(harness)
    const bare = await harness.startBare()
    const answer = await site.ask(target, { method })
    expectSame(`${method} ${target}`, answer, await bare.ask(target, { method }))
    expectEqual(`the checks for ${method} ${target}`, count.checks, 0)
  }

/** Targets and headers that all ask for the same probe. */
const isReadiness =
  (requests: readonly (readonly [target: string, headers?: Record<string, string>])[]) =>
  async ({ start }: Harness) => {
    const site = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const [target, headers] of requests) {
      const answer = await site.ask(target, { headers })
      expectText(titleOf('GET', target, headers), answer, 503, 'db: check failed.')
    }
  }

export const requestRules: Rules = {
  'every path of the probes is answered': async ({ start }) => {
    const site = await start()
    for (const path of ['/healthz', '/livez', '/readiness', '/readyz']) {
      expectText(`GET ${path}`, await site.ask(path), 200, 'OK')
    }
  },

  'paths of the options are answered, and the usual ones are then left to the application': async ({
    start,
    startBare,
  }) => {
    const options = { livenessPaths: ['/a/live'], readinessPaths: ['/a/ready'] }
    const [site, bare] = await Promise.all([start(options), startBare()])
    for (const path of site.probes.paths) {
      expectText(`GET ${path}`, await site.ask(path), 200, 'OK')
    }
    for (const path of ['/healthz', '/readiness', '/live']) {
      expectSame(`GET ${path}`, await site.ask(path), await bare.ask(path))
    }
  },

  'a path that the application has too is answered, and not shown to it': async ({ start }) => {
    const late = { name: 'db', check: () => new Promise(setImmediate) }
    const options = { livenessPaths: ['/stream'], readinessPaths: ['/hello'], readiness: [late] }
    const site = await start(options)
    for (const path of site.probes.paths) {
      expectText(`GET ${path}`, await site.ask(path), 200, 'OK')
    }
  },

  'a probe is answered whatever its query': isReadiness([
    ['/readiness?'],
    ['/readiness?x=1'],
    ['/readiness?/'],
    ['/readiness??'],
    ['/readiness?to=http://localhost/hello'],
    [`/readiness?${'x'.repeat(10_000)}`],
  ]),

  'a probe is answered whatever its Host header': isReadiness([
    ['/readiness', { Host: '10.244.0.7:8080' }],
    ['/readiness', { Host: '[fd00::7]:8080' }],
    ['/readiness', { Host: 'not.this.one' }],
    [
      '/readiness',
      { Host: 'localhost', 'X-Forwarded-Host': 'healthz', 'X-Original-URL': '/hello' },
    ],
  ]),

  'a probe whose target is in absolute form is answered': isReadiness([
    ['http://10.244.0.7:8080/readiness'],
    ['http://localhost/readiness?x=/hello'],
  ]),

  'a probe in HTTP/1.0 without a Host is answered, and its connection closed': async ({
    start,
  }) => {
    const site = await start()
    const connection = site.connect()
    const host = site.quirks.needsHost ? 'Host: localhost\r\n' : ''
    void connection.send(`GET /readiness HTTP/1.0\r\n${host}\r\n`)
    expectText('GET /readiness HTTP/1.0', await connection.read(), 200, 'OK')
    expectEqual('what follows', await connection.readToEnd(), '')
  },

  'a probe of the kubelet is answered, and its connection closed': async ({ start }) => {
    const site = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const path of ['/healthz', '/readiness', '/readiness?verbose']) {
      const connection = site.connect()
      void connection.send(kubelet(path))
      const answer = await connection.read()
      expectProbe(`the kubelet's GET ${path}`, answer, await site.probes.handle('GET', path))
      expectEqual('what follows', await connection.readToEnd(), '')
    }
  },

  'HEAD is answered with the status and the headers of GET, and no body': async ({ start }) => {
    const site = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const target of ['/healthz', '/readiness', '/readiness?verbose', '/readyz?format=json']) {
      const answer = await site.ask(target, { method: 'HEAD' })
      expectSame(`HEAD ${target}`, answer, { ...(await site.ask(target)), body: '' })
    }
  },

  'a trailing slash is left to the application': isForeign('/healthz/'),
  'another case is left to the application': isForeign('/HEALTHZ'),
  'an encoded path is left to the application': isForeign('/%68ealthz'),
  'an encoded slash is left to the application': isForeign('/%2Fhealthz'),
  'two slashes are left to the application': isForeign('//healthz'),
  'one more segment is left to the application': isForeign('/readiness/db'),
  'one segment before is left to the application': isForeign('/hello/healthz'),
  'a path that begins like one of a probe is left to the application': isForeign('/healthzz'),
  'a path of a probe in the query is left to the application': isForeign('/hello?/healthz'),
  'path parameters are left to the application': isForeign('/healthz;v=1'),
  'POST is left to the application': isForeign('/readiness', 'POST'),
  'PUT is left to the application': isForeign('/readiness', 'PUT'),
  'PATCH is left to the application': isForeign('/readiness', 'PATCH'),
  'DELETE is left to the application': isForeign('/readiness', 'DELETE'),
  'OPTIONS is left to the application': isForeign('/readiness', 'OPTIONS'),

  'dot segments are left to the application, unless the server has resolved them': async (
    harness,
  ) => {
    const site = await harness.start()
    const bare = await harness.startBare()
    for (const target of ['/x/../healthz', '/./healthz']) {
      const answer = await site.ask(target)
      if (site.quirks.resolvesDotSegments) expectText(`GET ${target}`, answer, 200, 'OK')
      else expectSame(`GET ${target}`, answer, await bare.ask(target))
    }
  },
}
