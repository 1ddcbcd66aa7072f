import { canOpenTerminal } from '@readyz/servers'
import { expect, test } from 'vitest'
import { runOnTerminal } from './run.ts'

const running = /^liveness +200 .* OK$\n^readiness +200 .* OK$\n^database +running/m
const stopped =
  /^liveness +200 .* OK$\n^readiness +503 .* database\. \(refused\)$\n^database +stopped/m
const frozen =
  /^liveness +200 .* OK$\n^readiness +503 .* database\. \(timeout\).*\n^database +frozen/m

test.skipIf(!canOpenTerminal())('the keys stop, freeze, restart and quit', async () => {
  const demo = runOnTerminal()
  await demo.until(running)
  demo.type('s')
  await demo.until(stopped)
  demo.type('s')
  await demo.until(running)
  demo.type('f')
  await demo.until(frozen)
  demo.type('f')
  await demo.until(running)
  demo.type('f')
  await demo.until(/^database +frozen/m)
  demo.type('r')
  await demo.until(running)
  demo.type('q')
  expect(await demo.end()).toBe(0)
})

test.skipIf(!canOpenTerminal())('a database of the user has no keys', async () => {
  const demo = runOnTerminal({ DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/app' })
  await demo.until(/^readiness +503 .* \(refused\)$\n^database +yours \(DATABASE_URL\)/m)
  demo.type('fsr')
  await demo.until(/^q quit$/m)
  // The interrupt key, which is a key like any other here.
  demo.type('\u0003')
  expect(await demo.end()).toBe(0)
})
