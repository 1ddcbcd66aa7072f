import type { Checker } from '@readyz/core'
import { expectEqual, expectProbe, expectSame, expectText } from '../expect.ts'
import type { Harness, Rules } from '../harness.ts'
import { requestBytes } from '../message.ts'
import { titleOf } from './requests.ts'

const passing: Checker = { name: 'cache', check: () => {} }
const failing: Checker = { name: 'db', failure: 'cannot connect to database.', check: () => false }
const late: Checker = { name: 'search', check: () => new Promise(setImmediate) }

/** The answer is that of core, whatever has failed. */
const isOfCore =
  (target: string, headers: Readonly<Record<string, string>> = {}) =>
  async ({ start }: Harness) => {
    const site = await start({ readiness: [passing, failing, late] })
    for (const method of ['GET', 'HEAD']) {
      const answer = await site.ask(target, { method, headers })
      const response = await site.probes.handle(method, target, headers['Accept'])
      const expected = response && (method === 'HEAD' ? { ...response, body: '' } : response)
      expectProbe(titleOf(method, target, headers), answer, expected)
    }
  }

export const answerRules: Rules = {
  'a passing probe is OK': async ({ start }) => {
    const site = await start({ readiness: [passing, late], liveness: [passing, late] })
    expectText('GET /readiness', await site.ask('/readiness'), 200, 'OK')
    expectText('GET /healthz', await site.ask('/healthz'), 200, 'OK')
  },

  'a failing readiness says what failed, and liveness is OK': async ({ start }) => {
    const site = await start({ readiness: [passing, failing, late] })
    const answer = await site.ask('/readiness')
    expectText('GET /readiness', answer, 503, 'db: cannot connect to database.')
    expectText('GET /healthz', await site.ask('/healthz'), 200, 'OK')
  },

  'a failing probe has the status of the options': async ({ start }) => {
    const site = await start({ failureStatus: 500, readiness: [failing] })
    const answer = await site.ask('/readiness')
    expectText('GET /readiness', answer, 500, 'db: cannot connect to database.')
  },

  'every way to fail is answered': async ({ start }) => {
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
      const site = await start({ readiness: [{ name, check }] })
      expectText('GET /readiness', await site.ask('/readiness'), 503, `${name}: check failed.`)
    }
  },

  '?verbose is answered with a line for every checker': isOfCore('/readiness?verbose'),
  '?format=json is answered with the report': isOfCore('/readyz?format=json'),
  'a query behind another is answered': isOfCore('/readyz?a=b&verbose'),
  'the Accept header is answered with the report, which then varies': isOfCore('/readyz', {
    Accept: 'application/json',
  }),
  'an Accept header that names everything is answered with text': isOfCore('/readyz', {
    Accept: '*/*',
  }),
  'a failure in letters outside ASCII is answered with its length in bytes': async ({ start }) => {
    const site = await start({ readiness: [{ ...failing, name: 'Größe-データ' }] })
    const answer = await site.ask('/readiness')
    expectText('GET /readiness', answer, 503, 'Größe-データ: cannot connect to database.')
  },

  'an answer is one piece': async ({ start }) => {
    const site = await start({ readiness: [failing, late] })
    for (const target of ['/healthz', '/readiness', '/readyz?format=json']) {
      const connection = site.connect()
      void connection.send(requestBytes(site.url, target))
      const { pieces, chunks } = await connection.read()
      expectEqual(`the chunks of GET ${target}`, chunks.length, 1)
      if (site.quirks.partsHeadAndBody) continue
      expectEqual(`the pieces of GET ${target}`, pieces, 1)
    }
  },

  'an answer is the same each time': async ({ start }) => {
    const site = await start({ readiness: [failing, late] })
    const first = await site.ask('/readyz')
    for (let times = 0; times < 3; times += 1) {
      expectSame('GET /readyz', await site.ask('/readyz'), first)
    }
  },
}
