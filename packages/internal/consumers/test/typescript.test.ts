import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import {
  expectedResponse,
  libraries,
  openConsumer,
  readProgram,
  toolFolder,
  toolTimeout,
} from './consumer-project.ts'

const consumer = openConsumer()
afterAll(() => consumer.remove())
consumer.install('express', '@types/express', '@types/pg', '@types/node')

const application = readProgram('application.ts')
const everyLibrary = libraries
  .map((name) => `export * as ${path.basename(name)} from '${name}'\n`)
  .join('')
// One program that uses the declarations of both module formats, like an application with two
// dependencies that use different formats.
const bothFormats = `
  import * as modules from '@readyz/express'
  import commonjs = require('@readyz/core')
  const checker: modules.Checker = { name: 'db', check: () => true }
  const probes: commonjs.Probes = modules.createProbes({ readiness: [checker] })
  export const error: modules.CheckError = new commonjs.CheckWarning('lags.')
  export const middleware = modules.expressProbes(probes)
`

const sources: Readonly<Record<string, string>> = {
  'commonjs/package.json': '{ "type": "commonjs" }',
  'commonjs/application.ts': application,
  'commonjs/libraries.ts': everyLibrary,
  'module/package.json': '{ "type": "module" }',
  'module/application.ts': application,
  'module/libraries.ts': everyLibrary,
  'module/both-formats.ts': bothFormats,
}
const commonjs = ['commonjs/application', 'commonjs/libraries']
const modules = ['module/application', 'module/libraries']
const both = [...commonjs, ...modules, 'module/both-formats']

// With `module: commonjs` TypeScript 5 resolves as `node10`, which does not read `exports`.
const settings: readonly (readonly [options: string, files: readonly string[]])[] = [
  ['--module commonjs', commonjs],
  ['--module commonjs --esModuleInterop', commonjs],
  ['--module node16', both],
  ['--module nodenext', both],
  ['--module esnext --moduleResolution bundler', modules],
]

const compilers = {
  'TypeScript 5.4': path.join(toolFolder('typescript54'), 'bin', 'tsc'),
  'TypeScript 5.9': path.join(toolFolder('typescript59'), 'bin', 'tsc'),
  'TypeScript 7': fileURLToPath(
    new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url),
  ),
} as const

const strict = '--strict --exactOptionalPropertyTypes --skipLibCheck false'
const runtime = '--types node --lib es2022 --target es2022'

/** Writes the sources into a folder, compiles them there, and returns the diagnostics. */
function compile(folder: string, tsc: string, options: string, files: readonly string[]): string {
  for (const [file, text] of Object.entries(sources)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  const args = [
    tsc,
    ...files.map((file) => `${file}.ts`),
    ...`${strict} ${runtime} ${options}`.split(' '),
  ]
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout
}

// The declarations of pg need a newer TypeScript than 5.4.
const isExternal = (line: string) => /node_modules\/(?!@readyz\/)/.test(line)

describe.each(Object.entries(compilers))('%s', (compiler, tsc) => {
  test.each(settings)(
    'compiles the public types with %s, and the output runs',
    (options, files) => {
      const folder = path.join(consumer.directory, `${compiler} ${options}`)
      const diagnostics = compile(folder, tsc, options, files).split('\n')
      expect(diagnostics.filter((line) => line !== '' && !isExternal(line))).toEqual([])

      const programs = files.map((file) => `import('${path.join(folder, file)}.js')`).join()
      const printed = consumer.evaluate(`
        for (const { readiness } of await Promise.all([${programs}])) {
          if (readiness) console.log(await readiness())
        }`)
      const applications = files.filter((file) => file.endsWith('application'))
      expect(printed).toEqual(applications.map(() => expectedResponse).join('\n'))
    },
    toolTimeout,
  )
})
