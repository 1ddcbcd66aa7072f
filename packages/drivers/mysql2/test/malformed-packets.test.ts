import { runScript } from '@readyz/servers'
import { describe, expect, test } from 'vitest'
import { releases } from './harness.ts'

const script = new URL('malformed-packets.ts', import.meta.url)
// Ends a script whose client loops endlessly in its parser.
const timeout = 120_000

describe.each(releases.map(({ version }, index) => [version, index] as const))(
  'a server that sends malformed packets to mysql2 %s',
  (_, index) => {
    test.each([
      ['over a dedicated connection', 'dedicated', 160],
      ['over a dedicated connection with TLS', 'tls', 80],
      ['over an idle connection of the pool', 'pool', 80],
    ])(
      'fails at most one check, does not end the process, and leaves no connection open, %s',
      async (_title, connection, seeds) => {
        const args = [String(index), connection, String(seeds)]
        const result = await runScript(script, { args, timeout })
        expect({ ...result, stdout: '' }).toMatchObject({ code: 0 })
        const { passed, failed } = JSON.parse(result.stdout)
        expect(passed + failed).toBe(seeds)
        expect(failed).toBeGreaterThan(seeds / 3)
      },
      timeout + 20_000,
    )
  },
)
