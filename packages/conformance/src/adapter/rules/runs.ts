import { expectEqual, expectProbe, expectText } from '../expect.ts'
import type { Harness, ProbedSite, Rules } from '../harness.ts'
import { type Answer, requestBytes } from '../message.ts'

interface Slow {
  readonly site: ProbedSite
  /** Resolves when a check was begun, and rejects when the probe is answered, or given up, without one. */
  begun(probe: Promise<Answer>): Promise<void>
  /** How many checks were begun. */
  readonly count: () => number
  /** Lets all checks pass. */
  readonly finish: () => void
}

/** Probes whose readiness check goes on until it is finished. */
export async function startSlow({ start }: Harness): Promise<Slow> {
  let count = 0
  let finish = () => {}
  let begin = () => {}
  const checking = new Promise<void>((resolve) => {
    begin = resolve
  })
  const begun = (probe: Promise<Answer>) => {
    const title = 'the status of GET /readiness before any check'
    const early = probe.then(({ status }) => expectEqual(title, status, undefined))
    return Promise.race([checking, early])
  }
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const check = () => {
    count += 1
    begin()
    return finished
  }
  const site = await start({ timeoutSeconds: 60, readiness: [{ name: 'db', check }] })
  return { site, begun, count: () => count, finish }
}

const hangsUp = (how?: 'reset') => async (harness: Harness) => {
  const { site, begun, count, finish } = await startSlow(harness)
  const impatient = site.connect()
  void impatient.send(requestBytes(site.url, '/readiness'))
  await begun(impatient.read())
  impatient.hangUp(how)
  // The server has heard of it when it has answered whoever came later.
  expectText('GET /healthz', await site.ask('/healthz'), 200, 'OK')
  const next = site.ask('/readiness')
  finish()
  expectText('the next GET /readiness', await next, 200, 'OK')
  expectText('GET /readiness after it', await site.ask('/readiness'), 200, 'OK')
  expectEqual('the checks', count(), 1)
}

export const runRules: Rules = {
  'liveness is answered while a readiness check hangs': async (harness) => {
    const { site, begun, finish } = await startSlow(harness)
    const waiting = site.ask('/readiness')
    await begun(waiting)
    expectText('GET /healthz', await site.ask('/healthz'), 200, 'OK')
    const { body } = await site.ask('/hello')
    expectEqual('GET /hello', body, 'hello')
    finish()
    expectText('GET /readiness', await waiting, 200, 'OK')
  },

  'a hundred simultaneous probes are one check': async (harness) => {
    const { site, begun, count, finish } = await startSlow(harness)
    const connections = Array.from({ length: 100 }, () => site.connect())
    const bytes = requestBytes(site.url, '/readiness')
    await Promise.all(connections.map((connection) => connection.send(bytes)))
    const answers = connections.map((connection) => connection.read())
    await begun(Promise.race(answers))
    // The server has taken all of them when it has answered whoever came later.
    expectText('GET /healthz', await site.ask('/healthz'), 200, 'OK')
    finish()
    for (const answer of await Promise.all(answers)) {
      expectText('GET /readiness', answer, 200, 'OK')
    }
    expectEqual('the checks', count(), 1)
  },

  'a prober that hangs up changes nothing': hangsUp(),
  'a prober that resets its connection changes nothing': hangsUp('reset'),

  'a check that hangs is answered within the budget': async ({ start }) => {
    const check = () => new Promise(() => {})
    const site = await start({ timeoutSeconds: 0.1, readiness: [{ name: 'db', check }] })
    const answer = await site.ask('/readiness')
    expectEqual('the status of GET /readiness', answer.status, 503)
    // Whatever the reason: on a busy machine it may be a loop that was blocked.
    expectProbe('GET /readiness', answer, await site.probes.handle('GET', '/readiness'))
  },

  'readiness fails as soon as the process drains, and liveness does not': async (harness) => {
    const { site, begun, finish } = await startSlow(harness)
    const waiting = site.ask('/readiness')
    await begun(waiting)
    site.probes.drain()
    const draining = 'process: shutting down.'
    expectText('the GET /readiness under way', await waiting, 503, draining)
    expectText('GET /readiness', await site.ask('/readiness'), 503, draining)
    expectText('GET /healthz', await site.ask('/healthz'), 200, 'OK')
    expectEqual('GET /hello', (await site.ask('/hello')).body, 'hello')
    finish()
  },
}
