import { canOpenTerminal } from '@readyz/servers'
import { expect, test } from 'vitest'
import { runDemoOnTerminal } from './run-demo.ts'

const running = /^page +200 .*\n^liveness +200 .* OK$\n^readiness +200 .* OK$\n^database +running/m
const stopped =
  /^page +500 .*\n^liveness +200 .* OK$\n^readiness +503 .* database\. \(refused\)$\n^database +stopped/m
const frozen =
  /^liveness +200 .* OK$\n^readiness +503 .* database\. \(timeout\).*\n^database +frozen/m

const names = ['page', 'liveness', 'readiness', 'database']

test.skipIf(!canOpenTerminal())(
  'the keys of the live view stop, freeze and restart the database, and quit',
  async () => {
    const demo = runDemoOnTerminal()
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
  },
)

test.skipIf(!canOpenTerminal())(
  'the live view has no keys for a database from DATABASE_URL',
  async () => {
    const demo = runDemoOnTerminal({ DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/app' })
    await demo.until(/^readiness +503 .* \(refused\)$\n^database +from DATABASE_URL/m)
    demo.type('fsr')
    await demo.until(/^q quit$/m)
    // Ctrl-C. In raw mode the terminal sends it as a key and not as a signal.
    demo.type('\u0003')
    expect(await demo.end()).toBe(0)
  },
)

test.skipIf(!canOpenTerminal())(
  'the live view breaks lines between words on a narrow terminal',
  async () => {
    const demo = runDemoOnTerminal({}, { cols: 40, rows: 30 })
    await demo.until(/^database +running/m)
    demo.type('s')
    await demo.until(/^readiness +503 .*\n.*\(refused\)$/m)
    const words = demo.read().split(/\s+/)
    for (const word of 'The page cannot be shown now. Please try again later.'.split(' ')) {
      expect(words).toContain(word)
    }
    for (const word of 'db: cannot connect to database. (refused)'.split(' ')) {
      expect(words).toContain(word)
    }
    demo.type('q')
    expect(await demo.end()).toBe(0)
  },
)

test.skipIf(!canOpenTerminal())(
  'the live view replaces all lines when the size of the terminal changes',
  async () => {
    const demo = runDemoOnTerminal({}, { cols: 100, rows: 40 })
    await demo.until(running)
    for (const [cols, state] of [
      [50, 'stopped'],
      [130, 'running'],
      [40, 'stopped'],
    ] as const) {
      demo.resize({ cols, rows: 40 })
      // Lines drawn after the resize show the new state.
      demo.type('s')
      await demo.until(new RegExp(`^database +${state}`, 'm'))
      expect(demo.read().match(/^\w+(?= {2,})/gm)).toEqual(names)
    }
    demo.type('q')
    expect(await demo.end()).toBe(0)
  },
)
