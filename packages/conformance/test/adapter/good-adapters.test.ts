import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { adapterConformance } from '../../src/index.ts'
import { goodAdapter, serveOverTls, serveWith } from './application.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

describe('a good adapter', () => {
  describe('over HTTP', () => {
    adapterConformance(test, serveWith(goodAdapter))
  })

  describe('over HTTPS and HTTP/2', () => {
    adapterConformance(test, serveOverTls(goodAdapter))
  })

  test('passes all rules under node:test', async () => {
    const file = fileURLToPath(new URL('node-test-program.ts', import.meta.url))
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
    }, serveWith(goodAdapter))
    expect(stdout).toContain(`# pass ${count.passed}\n`)
    expect(stdout).toContain('# fail 0\n')
  })
})
