import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { adapterConformance } from '../../src/index.ts'
import { good, serveSecurelyWith, serveWith } from './application.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

describe('a good adapter', () => {
  describe('behind HTTP', () => {
    adapterConformance(test, serveWith(good))
  })

  describe('behind HTTPS and HTTP/2', () => {
    adapterConformance(test, serveSecurelyWith(good))
  })

  test('keeps all rules under node:test too', async () => {
    const file = fileURLToPath(new URL('under-node-test.ts', import.meta.url))
    const flags = [
      '--conditions=@readyz/source',
      '--import',
      require.resolve('tsx'),
      '--test-reporter=tap',
    ]
    const { stdout } = await run(process.execPath, [...flags, file])
    const count = { passed: 0 }
    adapterConformance(() => {
      count.passed += 1
    }, serveWith(good))
    expect(stdout).toContain(`# pass ${count.passed}\n`)
    expect(stdout).toContain('# fail 0\n')
  })
})
