import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { DriverUnderTest } from '../src/driver-under-test.ts'
import { probeWithFault } from '../src/probe-with-fault.ts'

/** Defines one test for each fault, for every release and every kind of a driver's client. */
export function testAllFaults<A extends Application, S extends Daemon>(
  drivers: readonly DriverUnderTest<A, S>[],
): void {
  const [first] = drivers
  if (first === undefined) throw new Error('no driver')
  const { isSkipped = false, startServer, rows } = first
  const servers: { plain?: S; secured?: S } = {}
  beforeAll(async () => {
    // Each test causes the warning about a pool without an 'error' listener.
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    if (isSkipped) return
    servers.plain = await startServer(false)
    if (rows.some(([{ secured }]) => secured)) servers.secured = await startServer(true)
  })
  afterAll(() => Promise.all([servers.plain?.close(), servers.secured?.close()]))

  describe.each(drivers)('$driver $version, $client, with $serverName', (driver) => {
    const cases = driver.rows.map((row) => [row[0].name, row[1], row] as const)
    test.skipIf(isSkipped).each(cases)('%s: the result is "%s"', async (_name, expected, row) => {
      const server = row[0].secured ? servers.secured : servers.plain
      if (server === undefined) throw new Error('no server')
      expect(await probeWithFault(driver, row, server)).toEqual([expected, expected, 'pass'])
    })
  })
}
