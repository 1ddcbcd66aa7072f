import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { driverConformance } from '../../src/index.ts'
import { hybrid, oldStyle, raw } from './good-drivers.ts'
import { openWith } from './open-with.ts'
import { startToy } from './toy/start.ts'

const require = createRequire(import.meta.url)

// It takes its time, beside the others.
const underNode = promisify(execFile)(process.execPath, [
  '--conditions=@readyz/source',
  '--import',
  require.resolve('tsx'),
  '--test-reporter=tap',
  fileURLToPath(new URL('under-node-test.ts', import.meta.url)),
])
const server = await startToy()
afterAll(() => server.close())

describe('a good driver with a raw socket', () => {
  driverConformance(test, openWith(raw, server), server)
})

describe('a good driver over the pool of an application that hears no errors', () => {
  driverConformance(test, openWith(hybrid, server, { isCareless: true }), server)
})

describe('a good driver without a server', () => {
  driverConformance(test, openWith(raw))
})

describe('a good driver over a pool without a server', () => {
  driverConformance(test, openWith(hybrid))
})

test('a good driver with callbacks keeps all rules under node:test too', async () => {
  const { stdout } = await underNode
  const titles: string[] = []
  driverConformance((title) => titles.push(title), openWith(oldStyle, server), server)
  expect(stdout).toContain(`# pass ${titles.length}\n`)
  expect(stdout).toContain('# fail 0\n')
})
