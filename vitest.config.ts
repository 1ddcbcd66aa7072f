import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { skipMissingServers } from './packages/internal/servers/src/skip-missing-servers.ts'

// Tests read the sources of the other packages, so they need no build.
const conditions = ['@readyz/source', 'module', 'node', 'development|production']

export default defineConfig({
  plugins: [skipMissingServers()],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/**/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    // The tests of the templates fail until their parts are written.
    exclude: ['**/node_modules/**', 'packages/internal/new/template/**'],
    reporters: ['default', './packages/internal/reporter/src/index.ts'],
    // Two workers per core, because the tests mostly wait for servers and time limits.
    maxWorkers: 2 * availableParallelism(),
    // Most tests have a pool without an 'error' listener on purpose, and one test asserts the warning.
    execArgv: ['--disable-warning=READYZ_PG_NO_ERROR_LISTENER'],
    // Guards against a test that never ends, also on a machine that is several times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
