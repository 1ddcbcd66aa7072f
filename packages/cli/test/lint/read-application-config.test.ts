import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readApplicationConfig } from '../../src/lint/application-config.ts'
import { config, stopConfig } from './application-configs.ts'

describe('readApplicationConfig', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'readyz-lint-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'probes.json')
  const read = (text: string) => {
    writeFileSync(file, text)
    return () => readApplicationConfig(file)
  }

  test('returns the configuration that the application printed', () => {
    expect(read(JSON.stringify(stopConfig))()).toEqual(stopConfig)
  })

  test.each([
    ['{', /is not JSON; it must contain the output of JSON\.stringify/],
    ['null', /has no timeoutSeconds/],
    [JSON.stringify({ ...config, budgetMs: 'long' }), /has no budgetMs/],
    [JSON.stringify({ ...config, liveness: {} }), /has no list liveness\.paths/],
    [
      JSON.stringify({ ...config, readiness: { paths: ['/a'] } }),
      /has no list readiness\.checkers/,
    ],
    [JSON.stringify({ ...config, stop: { drainSeconds: '10' } }), /has a stop\.drainSeconds/],
  ])('rejects a file with the content %s', (text, message) => {
    expect(read(text)).toThrow(message)
  })

  test('rejects a missing file and names it', () => {
    expect(() => readApplicationConfig(path.join(folder, 'none.json'))).toThrow(
      /none\.json cannot be read/,
    )
  })
})
