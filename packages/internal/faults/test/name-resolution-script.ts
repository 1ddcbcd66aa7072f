import { driversOf } from '../src/drivers-under-test.ts'
import { nameResolutionRows } from '../src/network-faults.ts'
import { probeWithFault } from '../src/probe-with-fault.ts'

// Runs in a network of its own, whose only name server is ours. Argument: the driver with its server.
const [, , title = ''] = process.argv
process.removeAllListeners('warning')

const found: Record<string, readonly string[]> = {}
const drivers = driversOf(title)
const server = await drivers[0].startServer(false)
for (const driver of drivers) {
  for (const row of nameResolutionRows) {
    const name = `${driver.asked} ${driver.version}, ${row[0].name}`
    found[name] = await probeWithFault(driver, row, server)
  }
}
await server.close()
process.stdout.write(JSON.stringify(found))
