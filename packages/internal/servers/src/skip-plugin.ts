import { missingServers } from './requirements.ts'

/** The part of the type of a Vite plugin that this plugin needs. */
interface SkipPlugin {
  readonly name: string
  readonly enforce: 'pre'
  transform(code: string, id: string): string | undefined
}

/**
 * Replaces each test file whose server is not installed by one skipped test. The title names what
 * is missing. The other tests run on a machine without root or apt.
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
