import { runIsolated, skipsIsolation } from '@readyz/servers'
import { expect, test } from 'vitest'

test.skipIf(skipsIsolation())(
  'probe and wait exit on time although the name server does not respond',
  async () => {
    const { stdout, stderr } = await runIsolated(new URL('unresponsive-dns.ts', import.meta.url))
    expect(stderr).toBe('')
    const [probe, interrupted] = JSON.parse(stdout)
    expect(probe).toMatchObject({
      code: 1,
      isEarly: true,
      stderr: 'unhealthy: http://db.example/readyz, timeout: no answer within 200 ms.\n',
    })
    expect(interrupted).toEqual({ signal: 'SIGTERM', isEarly: true })
  },
)
