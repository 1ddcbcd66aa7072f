import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Format } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { libraries, openConsumer, readProgram, toolTimeout } from './consumer-project.ts'

const consumer = openConsumer()
afterAll(() => consumer.remove())
// The project already contains pg and mysql2, which are dependencies of the command.
const frameworks = ['express', 'hono', 'koa']
const clients = ['ioredis', 'memjs', 'redis']
consumer.install(...frameworks, ...clients)
writeFileSync(
  path.join(consumer.directory, 'check-all-libraries.mjs'),
  readProgram('check-all-libraries.mjs'),
)

type Files = Readonly<Record<string, string>>

/** Returns the results of `programs/check-all-libraries.mjs` with the libraries in these files. */
function resultsOf(files: Files, required: readonly string[]): unknown {
  const args = ['--no-warnings', 'check-all-libraries.mjs', JSON.stringify({ files, required })]
  return JSON.parse(consumer.run(process.execPath, args))
}

/** Bundles each library with its dependencies, so that every bundle has its own copy of core. */
async function bundle(format: Format, minify: boolean): Promise<Files> {
  const extension = format === 'esm' ? '.mjs' : '.cjs'
  const folder = `${format} ${minify}`
  await build({
    entryPoints: libraries.map((name) => ({ in: name, out: name })),
    absWorkingDir: consumer.directory,
    outdir: folder,
    outExtension: { '.js': extension },
    platform: 'node',
    bundle: true,
    format,
    minify,
  })
  return Object.fromEntries(libraries.map((name) => [name, `./${folder}/${name}${extension}`]))
}

const installed: Files = Object.fromEntries(libraries.map((name) => [name, name]))

describe('every check of a bundled or required library has the same result', () => {
  let expected: unknown
  beforeAll(() => {
    expected = resultsOf(installed, [])
  }, toolTimeout)

  test('the results contain the expected warning and reasons', () => {
    expect(expected).toMatchObject({
      'sql warning': [{ status: 'warn', message: 'the replica lags.' }],
      'sql login': [{ status: 'fail', reason: 'auth' }],
      'redis garbage': [{ status: 'fail', reason: 'invalid' }],
      'pg refused': [{ status: 'fail', reason: 'refused' }],
    })
  })

  // If both formats are loaded, the process contains two copies of core.
  test.each([
    ['all libraries', libraries],
    ['core', ['@readyz/core']],
    ['all libraries but core', libraries.filter((name) => name !== '@readyz/core')],
  ])(
    'as with import if `require` loads %s',
    (_, required) => expect(resultsOf(installed, required)).toEqual(expected),
    toolTimeout,
  )

  test.each<[Format, boolean]>([
    ['esm', false],
    ['esm', true],
    ['cjs', false],
    ['cjs', true],
  ])(
    'in bundles of format %s, with minify: %s',
    async (format, minify) => {
      const files = await bundle(format, minify)
      expect(resultsOf(files, format === 'cjs' ? libraries : [])).toEqual(expected)
    },
    toolTimeout,
  )
})
