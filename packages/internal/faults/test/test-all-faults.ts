import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { DriverUnderTest } from '../src/driver-under-test.ts'
import { probeWithFault } from '../src/probe-with-fault.ts'

/** Puts a driver with a server through all its faults, with every release and every kind of client that is supported. */
export function testAllFaults<A extends Application, S extends Daemon>(
  drivers: readonly DriverUnderTest<A, S>[],
): void {
  const [first] = drivers
  if (first === undefined) throw new Error('no driver')
  const { isSkipped = false, startServer, rows } = first
  const servers: { plain?: S; secured?: S } = {}
  beforeAll(async () => {
    // That of a pool without an 'error' listener, once for each case.
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    if (isSkipped) return
    servers.plain = await startServer(false)
    if (rows.some(([{ secured }]) => secured)) servers.secured = await startServer(true)
  })
  afterAll(() => Promise.all([servers.plain?.close(), servers.secured?.close()]))

  describe.each(drivers)('$driver $version, $asked, with $serverName', (driver) => {
    const cases = driver.rows.map((row) => [row[0].name, row[1], row] as const)
    test.skipIf(isSkipped).each(cases)('%s: %s', async (_name, says, row) => {
      const server = row[0].secured ? servers.secured : servers.plain
      if (server === undefined) throw new Error('no server')
      expect(await probeWithFault(driver, row, server)).toEqual([says, says, 'pass'])
    })
  })
}
