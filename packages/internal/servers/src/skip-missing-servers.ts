import { missingServers } from './missing-servers.ts'

/** The properties of a Vite plugin that this plugin has. */
interface SkipPlugin {
  readonly name: string
  readonly enforce: 'pre'
  transform(code: string, id: string): string | undefined
}

/**
 * Returns a plugin of vitest that replaces each test file whose server is not installed by one
 * skipped test. The title of this test names the server. The other tests still run, for example on
 * a machine without root or apt.
 */
export function skipMissingServers(): SkipPlugin {
  return {
    name: 'readyz:skip-missing-servers',
    enforce: 'pre',
    transform(_code, id) {
      if (!id.endsWith('.test.ts')) return undefined
      const reason = missingServers(id)
      if (reason === undefined) return undefined
      return `import { test } from 'vitest'\ntest.skip(${JSON.stringify(reason)}, () => {})\n`
    },
  }
}
