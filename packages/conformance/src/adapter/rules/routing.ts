import { expectEqual, expectProbeResponse, expectSameResponse, expectText } from '../expect.ts'
import type { Harness, Rules } from '../harness.ts'

/** Describes a request for a failure message. */
export function titleOf(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const lines = Object.entries(headers).map((header) => header.join(': '))
  return [`${method} ${target}`, ...lines].join(', ')
}

// The bytes that the kubelet sends.
const kubelet = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: 10.244.0.7:8080\r\nUser-Agent: kube-probe/1.36\r\nAccept: */*\r\nConnection: close\r\n\r\n`

/** Starts the application with a checker for readiness and liveness, and counts their checks. */
async function startCounting({ start }: Harness) {
  const count = { checks: 0 }
  const check = () => {
    count.checks += 1
  }
  const server = await start({
    maxAge: 0,
    readiness: [{ name: 'db', check }],
    liveness: [{ name: 'loop', check }],
  })
  return { server, count }
}

/** The application responds as it does without probes, and no check runs. */
const isPassedOn =
  (target: string, method = 'GET') =>
  async (harness: Harness) => {
    const { server, count } = await startCounting(harness)
    const plain = await harness.startWithoutProbes()
    const response = await server.request(target, { method })
    expectSameResponse(`${method} ${target}`, response, await plain.request(target, { method }))
    expectEqual(`the number of checks for ${method} ${target}`, count.checks, 0)
  }

/** The adapter answers all requests with the response of readiness. */
const areReadinessProbes =
  (requests: readonly (readonly [target: string, headers?: Record<string, string>])[]) =>
  async ({ start }: Harness) => {
    const server = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const [target, headers] of requests) {
      const response = await server.request(target, { headers })
      expectText(titleOf('GET', target, headers), response, 503, 'db: check failed.')
    }
  }

export const routingRules: Rules = {
  'the adapter answers all default paths of the probes': async ({ start }) => {
    const server = await start()
    for (const path of ['/healthz', '/livez', '/readiness', '/readyz']) {
      expectText(`GET ${path}`, await server.request(path), 200, 'OK')
    }
  },

  'the adapter answers configured paths, and passes the default paths to the application': async ({
    start,
    startWithoutProbes,
  }) => {
    const options = { livenessPaths: ['/a/live'], readinessPaths: ['/a/ready'] }
    const [server, plain] = await Promise.all([start(options), startWithoutProbes()])
    for (const path of server.probes.paths) {
      expectText(`GET ${path}`, await server.request(path), 200, 'OK')
    }
    for (const path of ['/healthz', '/readiness', '/live']) {
      expectSameResponse(`GET ${path}`, await server.request(path), await plain.request(path))
    }
  },

  'the adapter answers a probe path that is also a route of the application': async ({ start }) => {
    const asyncChecker = { name: 'db', check: () => new Promise(setImmediate) }
    const paths = { livenessPaths: ['/stream'], readinessPaths: ['/hello'] }
    const server = await start({ ...paths, readiness: [asyncChecker] })
    for (const path of server.probes.paths) {
      expectText(`GET ${path}`, await server.request(path), 200, 'OK')
    }
  },

  'the adapter answers a probe with any query string': areReadinessProbes([
    ['/readiness?'],
    ['/readiness?x=1'],
    ['/readiness?/'],
    ['/readiness??'],
    ['/readiness?to=http://localhost/hello'],
    [`/readiness?${'x'.repeat(10_000)}`],
  ]),

  'the adapter answers a probe with any Host header': areReadinessProbes([
    ['/readiness', { Host: '10.244.0.7:8080' }],
    ['/readiness', { Host: '[fd00::7]:8080' }],
    ['/readiness', { Host: 'not.this.one' }],
    [
      '/readiness',
      { Host: 'localhost', 'X-Forwarded-Host': 'healthz', 'X-Original-URL': '/hello' },
    ],
  ]),

  'the adapter answers a probe whose target is an absolute URL': areReadinessProbes([
    ['http://10.244.0.7:8080/readiness'],
    ['http://localhost/readiness?x=/hello'],
  ]),

  'the adapter answers an HTTP/1.0 probe without a Host header, and the connection closes': async ({
    start,
  }) => {
    const server = await start()
    const connection = server.connect()
    const host = server.quirks.requiresHost ? 'Host: localhost\r\n' : ''
    void connection.send(`GET /readiness HTTP/1.0\r\n${host}\r\n`)
    expectText('GET /readiness HTTP/1.0', await connection.read(), 200, 'OK')
    expectEqual('data after the response', await connection.readToEnd(), '')
  },

  'the adapter answers a probe of the kubelet, and the connection closes': async ({ start }) => {
    const server = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const path of ['/healthz', '/readiness', '/readiness?verbose']) {
      const connection = server.connect()
      void connection.send(kubelet(path))
      const response = await connection.read()
      const expected = await server.probes.handle('GET', path)
      expectProbeResponse(`GET ${path} of the kubelet`, response, expected)
      expectEqual('data after the response', await connection.readToEnd(), '')
    }
  },

  'HEAD returns the status and the headers of GET, and no body': async ({ start }) => {
    const server = await start({ readiness: [{ name: 'db', check: () => false }] })
    for (const target of ['/healthz', '/readiness', '/readiness?verbose', '/readyz?format=json']) {
      const head = await server.request(target, { method: 'HEAD' })
      const expected = { ...(await server.request(target)), body: '' }
      expectSameResponse(`HEAD ${target}`, head, expected)
    }
  },

  'a probe path with a trailing slash is passed to the application': isPassedOn('/healthz/'),
  'a probe path in upper case is passed to the application': isPassedOn('/HEALTHZ'),
  'a percent-encoded probe path is passed to the application': isPassedOn('/%68ealthz'),
  'a probe path with an encoded slash is passed to the application': isPassedOn('/%2Fhealthz'),
  'a probe path with two slashes is passed to the application': isPassedOn('//healthz'),
  'a path that continues after a probe path is passed to the application':
    isPassedOn('/readiness/db'),
  'a path that ends with a probe path is passed to the application': isPassedOn('/hello/healthz'),
  'a path that starts with a probe path is passed to the application': isPassedOn('/healthzz'),
  'a probe path in the query string is passed to the application': isPassedOn('/hello?/healthz'),
  'a probe path with path parameters is passed to the application': isPassedOn('/healthz;v=1'),
  'POST to a probe path is passed to the application': isPassedOn('/readiness', 'POST'),
  'PUT to a probe path is passed to the application': isPassedOn('/readiness', 'PUT'),
  'PATCH to a probe path is passed to the application': isPassedOn('/readiness', 'PATCH'),
  'DELETE to a probe path is passed to the application': isPassedOn('/readiness', 'DELETE'),
  'OPTIONS to a probe path is passed to the application': isPassedOn('/readiness', 'OPTIONS'),

  'a probe path with dot segments is passed to the application, unless the server resolves them':
    async (harness) => {
      const server = await harness.start()
      const plain = await harness.startWithoutProbes()
      for (const target of ['/x/../healthz', '/./healthz']) {
        const response = await server.request(target)
        if (server.quirks.resolvesDotSegments) expectText(`GET ${target}`, response, 200, 'OK')
        else expectSameResponse(`GET ${target}`, response, await plain.request(target))
      }
    },
}
