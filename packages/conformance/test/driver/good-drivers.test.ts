import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { driverConformance } from '../../src/index.ts'
import { callbackDriver, hybridDriver, rawSocketDriver } from './good-drivers.ts'
import { startLineServer } from './line-protocol/start-server.ts'
import { openDriver } from './open-driver.ts'

const require = createRequire(import.meta.url)

// It takes long, so it runs while the other tests run.
const nodeTestProgram = promisify(execFile)(process.execPath, [
  '--conditions=@readyz/source',
  '--import',
  require.resolve('tsx'),
  '--test-reporter=tap',
  fileURLToPath(new URL('node-test-program.ts', import.meta.url)),
])
const server = await startLineServer()
afterAll(() => server.close())

describe('a good driver with a raw socket', () => {
  driverConformance(test, openDriver(rawSocketDriver, server), server)
})

describe('a good driver for a pool without an error listener', () => {
  driverConformance(test, openDriver(hybridDriver, server, { ignoresPoolErrors: true }), server)
})

describe('a good driver with a raw socket, without a real server', () => {
  driverConformance(test, openDriver(rawSocketDriver))
})

describe('a good driver for a pool, without a real server', () => {
  driverConformance(test, openDriver(hybridDriver))
})

test('a good driver with callbacks passes all rules under node:test', async () => {
  const { stdout } = await nodeTestProgram
  const titles: string[] = []
  driverConformance((title) => titles.push(title), openDriver(callbackDriver, server), server)
  expect(stdout).toContain(`# pass ${titles.length}\n`)
  expect(stdout).toContain('# fail 0\n')
})
