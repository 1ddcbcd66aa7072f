import { runIsolated, skipsIsolation } from '@readyz/servers'
import { describe, expect, test } from 'vitest'

describe.skipIf(skipsIsolation())('names that cannot be resolved', () => {
  test('fail, in time and with the right reason, and the application works afterwards', async () => {
    const result = await runIsolated(new URL('isolated-dns.ts', import.meta.url))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const healed = {
      localhost: '127.0.0.1',
      after: 'pass pass',
      rows: 1,
      totalCount: 1,
      idleCount: 1,
      waitingCount: 0,
    }
    expect(JSON.parse(result.stdout)).toEqual({
      nxdomain: { during: ['dns dns', 'dns dns'], ...healed },
      servfail: { during: ['dns dns', 'dns dns'], ...healed },
      silent: { during: ['timeout timeout', 'timeout timeout'], ...healed },
    })
  })
})
