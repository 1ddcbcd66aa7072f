import { defineConfig } from 'vitest/config'

// Tests read the sources of the other packages, so they need no build.
const conditions = ['@readyz/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/**/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    // They fail until somebody has filled them in.
    exclude: ['**/node_modules/**', 'packages/internal/new/template/**'],
    reporters: ['default', './packages/internal/reporter/src/index.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
