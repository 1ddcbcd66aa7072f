import { adapterConformance, type Serve } from '@readyz/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serveProbes } from './remote-probes.ts'
import { type Runtime, runtimes, serveIn } from './runtimes.ts'

const serveOn =
  (runtime: Runtime): Serve =>
  async (probes) => {
    if (probes === undefined) return serveIn(runtime, 'createApplication()')
    const { url, server } = await serveProbes(probes)
    const remote = JSON.stringify({ url, paths: probes.paths })
    const served = await serveIn(runtime, `createApplication(${remote})`)
    const close = async () => {
      await served.close()
      server.close()
    }
    // The runtime sends the response after the adapter has returned it.
    const quirks = { ...served.quirks, frameworkSendsResponse: true }
    return { ...served, quirks, close }
  }

describe.each(runtimes.map((runtime) => [runtime.name, runtime] as const))('%s', (_, runtime) => {
  adapterConformance(test, serveOn(runtime))

  test('simultaneous probes share one run within the budget, and liveness is answered during the run', async () => {
    const { url, close } = await serveIn(runtime, 'createApplicationWithCheckers()')
    onTestFinished(async () => void (await close()))
    const get = async (target: string) => (await fetch(url + target)).text()
    const responses = Array.from({ length: 20 }, () => get('/readiness?verbose'))
    expect(await get('/healthz')).toBe('OK')
    const report = [
      '[+]passes ok',
      '[-]fails failed: cannot connect.',
      '[-]hangs failed: no answer within 400 ms.',
      '[-]aborts failed: no answer within 400 ms.',
      'readiness check failed',
    ]
    for (const body of await Promise.all(responses)) expect(body.split('\n')).toEqual(report)
    expect(await get('/checks')).toBe('4')
  })
})
