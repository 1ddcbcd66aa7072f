import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { skipMissingServers } from './packages/internal/servers/src/skip-plugin.ts'

// Tests read the sources of the other packages, so they need no build.
const conditions = ['@readyz/source', 'module', 'node', 'development|production']

export default defineConfig({
  plugins: [skipMissingServers()],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/**/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    // They fail until somebody has filled them in.
    exclude: ['**/node_modules/**', 'packages/internal/new/template/**'],
    reporters: ['default', './packages/internal/reporter/src/index.ts'],
    // One for each core, where the default keeps one free: most of the time the tests wait for a server.
    maxWorkers: availableParallelism(),
    // Most tests have a pool without an 'error' listener on purpose, and one test asserts the warning.
    execArgv: ['--disable-warning=READYZ_PG_NO_ERROR_LISTENER'],
    // Guards against a test that never ends, also on a machine that is several times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
