import { driversOf } from '../src/drivers-under-test.ts'
import { nameResolutionRows } from '../src/network-faults.ts'
import { probeWithFault } from '../src/probe-with-fault.ts'

// Prints the results of the name resolution faults as JSON. Runs in a network namespace whose only
// name server is the one of the harness. Argument: the title of the driver.
const [, , title = ''] = process.argv
process.removeAllListeners('warning')

const results: Record<string, readonly string[]> = {}
const drivers = driversOf(title)
const server = await drivers[0].startServer(false)
for (const driver of drivers) {
  for (const row of nameResolutionRows) {
    const name = `${driver.client} ${driver.version}, ${row[0].name}`
    results[name] = await probeWithFault(driver, row, server)
  }
}
await server.close()
process.stdout.write(JSON.stringify(results))
