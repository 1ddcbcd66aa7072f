import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ModuleKind, transpileModule } from 'typescript59'
import { afterAll, describe, expect, test } from 'vitest'
import {
  expectedResponse,
  openConsumer,
  readProgram,
  toolFolder,
  toolTimeout,
} from './consumer-project.ts'

const consumer = openConsumer()
afterAll(() => consumer.remove())
consumer.install('express', '@types/express', '@types/pg', '@types/node', '@jest/globals')

// Jest finds `./application` by the extensions of each project.
const sources = {
  application: readProgram('application.ts'),
  'application.test': readProgram('application.jest.ts').replace('application.ts', 'application'),
} as const

const compilerOptions = { module: ModuleKind.CommonJS }
const tsJest = path.join(toolFolder('ts-jest'), 'dist', 'index.js')
const projects = {
  'default babel-jest': {
    extension: 'js',
    convert: (text: string) => transpileModule(text, { compilerOptions }).outputText,
    options: {},
  },
  'ts-jest': {
    extension: 'ts',
    convert: (text: string) => text,
    options: { transform: { '\\.ts$': [tsJest, { tsconfig: {} }] } },
  },
} as const

describe.each(['jest29', 'jest30'])('%s', (version) => {
  test.each(Object.entries(projects))(
    'runs a test that loads the public packages, with %s',
    (title, { extension, convert, options }) => {
      const folder = path.join(consumer.directory, `${version} ${title}`)
      mkdirSync(folder)
      writeFileSync(path.join(folder, 'package.json'), '{}')
      for (const [name, text] of Object.entries(sources)) {
        writeFileSync(path.join(folder, `${name}.${extension}`), convert(text))
      }
      const report = path.join(folder, 'report.json')
      const jest = path.join(toolFolder(version), 'bin', 'jest.js')
      const config = {
        rootDir: folder,
        cacheDirectory: folder,
        testTimeout: toolTimeout,
        ...options,
      }
      const args = ['--config', JSON.stringify(config), '--json', '--outputFile', report]
      consumer.run(process.execPath, [jest, ...args], { EXPECTED_RESPONSE: expectedResponse })
      expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
        numPassedTests: 1,
        numTotalTests: 1,
      })
    },
    toolTimeout,
  )
})
