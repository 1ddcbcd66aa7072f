import { missingServers } from './requirements.ts'

/** A plugin of Vite, as far as this one needs the type. */
interface SkipPlugin {
  readonly name: string
  readonly enforce: 'pre'
  transform(code: string, id: string): string | undefined
}

/**
 * Replaces each test file that starts a server which is not installed by one skipped test, whose title says what is
 * missing. So the other tests run on a machine without root or apt.
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
