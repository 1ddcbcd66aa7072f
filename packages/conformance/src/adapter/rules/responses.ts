import type { Checker } from '@readyz/core'
import { expectEqual, expectProbeResponse, expectSameResponse, expectText } from '../expect.ts'
import type { Harness, Rules } from '../harness.ts'
import { requestBytes } from '../http-message.ts'
import { titleOf } from './routing.ts'

const passing: Checker = { name: 'cache', check: () => {} }
const failing: Checker = { name: 'db', failure: 'cannot connect to database.', check: () => false }
const asyncChecker: Checker = { name: 'search', check: () => new Promise(setImmediate) }

/** GET and HEAD return the response of core. */
const returnsCoreResponse =
  (target: string, headers: Readonly<Record<string, string>> = {}) =>
  async ({ start }: Harness) => {
    const server = await start({ readiness: [passing, failing, asyncChecker] })
    for (const method of ['GET', 'HEAD']) {
      const received = await server.request(target, { method, headers })
      const response = await server.probes.handle(method, target, headers['Accept'])
      const expected = response && (method === 'HEAD' ? { ...response, body: '' } : response)
      expectProbeResponse(titleOf(method, target, headers), received, expected)
    }
  }

export const responseRules: Rules = {
  'a passing probe returns 200 and OK': async ({ start }) => {
    const checkers = [passing, asyncChecker]
    const server = await start({ readiness: checkers, liveness: checkers })
    expectText('GET /readiness', await server.request('/readiness'), 200, 'OK')
    expectText('GET /healthz', await server.request('/healthz'), 200, 'OK')
  },

  'failing readiness returns 503 and the failed checker, and liveness returns 200': async ({
    start,
  }) => {
    const server = await start({ readiness: [passing, failing, asyncChecker] })
    const response = await server.request('/readiness')
    expectText('GET /readiness', response, 503, 'db: cannot connect to database.')
    expectText('GET /healthz', await server.request('/healthz'), 200, 'OK')
  },

  'a failing probe returns the failureStatus of the options': async ({ start }) => {
    const server = await start({ failureStatus: 500, readiness: [failing] })
    const response = await server.request('/readiness')
    expectText('GET /readiness', response, 500, 'db: cannot connect to database.')
  },

  'a probe returns 503 if a check throws or rejects, with any value': async ({ start }) => {
    const checks: Record<string, () => unknown> = {
      'throws an Error': () => {
        throw new Error('of 10.0.0.7')
      },
      'throws null': () => {
        throw null
      },
      'rejects with an Error': () => Promise.reject(new Error('of 10.0.0.7')),
      'rejects with undefined': () => Promise.reject(undefined),
    }
    for (const [name, check] of Object.entries(checks)) {
      const server = await start({ readiness: [{ name, check }] })
      const response = await server.request('/readiness')
      expectText('GET /readiness', response, 503, `${name}: check failed.`)
    }
  },

  '?verbose returns a line for each checker': returnsCoreResponse('/readiness?verbose'),
  '?format=json returns the report as JSON': returnsCoreResponse('/readyz?format=json'),
  '?a=b&verbose returns a line for each checker': returnsCoreResponse('/readyz?a=b&verbose'),
  'Accept: application/json returns the report as JSON with a Vary header': returnsCoreResponse(
    '/readyz',
    { Accept: 'application/json' },
  ),
  'Accept: */* returns text': returnsCoreResponse('/readyz', { Accept: '*/*' }),
  'Content-Length is the length in bytes if the body is not ASCII': async ({ start }) => {
    const server = await start({ readiness: [{ ...failing, name: 'Größe-データ' }] })
    const response = await server.request('/readiness')
    expectText('GET /readiness', response, 503, 'Größe-データ: cannot connect to database.')
  },

  'a response is sent in one piece': async ({ start }) => {
    const server = await start({ readiness: [failing, asyncChecker] })
    for (const target of ['/healthz', '/readiness', '/readyz?format=json']) {
      const connection = server.connect()
      void connection.send(requestBytes(server.url, target))
      const { pieces, chunks } = await connection.read()
      expectEqual(`the number of chunks of GET ${target}`, chunks.length, 1)
      if (server.quirks.sendsHeadersSeparately) continue
      expectEqual(`the number of pieces of GET ${target}`, pieces, 1)
    }
  },

  'repeated probes return identical responses': async ({ start }) => {
    const server = await start({ readiness: [failing, asyncChecker] })
    const first = await server.request('/readyz')
    for (let times = 0; times < 3; times += 1) {
      expectSameResponse('GET /readyz', await server.request('/readyz'), first)
    }
  },
}
