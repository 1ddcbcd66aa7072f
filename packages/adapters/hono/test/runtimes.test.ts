import { adapterConformance, type Serve } from '@readyz/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openBridge } from './bridge.ts'
import { type Runtime, runtimes, serveIn } from './runtimes.ts'

const serveOn =
  (runtime: Runtime): Serve =>
  async (probes) => {
    if (probes === undefined) return serveIn(runtime, 'createSite()')
    const { url, server } = await openBridge(probes)
    const bridge = JSON.stringify({ url, paths: probes.paths })
    const served = await serveIn(runtime, `createSite(${bridge})`)
    const close = async () => {
      await served.close()
      server.close()
    }
    // The runtime sends the response after the adapter has returned it.
    const quirks = { ...served.quirks, sendsForAdapter: true }
    return { ...served, quirks, close }
  }

describe.each(runtimes.map((runtime) => [runtime.name, runtime] as const))('%s', (_, runtime) => {
  adapterConformance(test, serveOn(runtime))

  test('runs core: within the budget, one run for all who ask, and liveness meanwhile', async () => {
    const { url, close } = await serveIn(runtime, 'createOwn()')
    onTestFinished(async () => void (await close()))
    const ask = async (target: string) => (await fetch(url + target)).text()
    const waiting = Array.from({ length: 20 }, () => ask('/readiness?verbose'))
    expect(await ask('/healthz')).toBe('OK')
    const report = [
      '[+]passes ok',
      '[-]fails failed: cannot connect.',
      '[-]hangs failed: no answer within 400 ms.',
      '[-]obeys failed: no answer within 400 ms.',
      'readiness check failed',
    ]
    for (const body of await Promise.all(waiting)) expect(body.split('\n')).toEqual(report)
    expect(await ask('/checks')).toBe('4')
  })
})
