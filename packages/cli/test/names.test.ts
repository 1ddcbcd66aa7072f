import { runIsolated, skipsIsolation } from '@readyz/servers'
import { expect, test } from 'vitest'

test.skipIf(skipsIsolation())('a name server that is silent holds up no end', async () => {
  const { stdout, stderr } = await runIsolated(new URL('isolated-names.ts', import.meta.url))
  expect(stderr).toBe('')
  const [probe, interrupted] = JSON.parse(stdout)
  expect(probe).toMatchObject({
    code: 1,
    stderr: 'unhealthy: http://db.example/readyz, timeout: no answer within 200 ms.\n',
  })
  expect(probe.milliseconds).toBeLessThan(5000)
  expect(interrupted.signal).toBe('SIGTERM')
  expect(interrupted.milliseconds).toBeLessThan(2000)
})
