import { driversOf } from './drivers-under-test.ts'
import { measureFault } from './measure-fault.ts'
import { nameResolutionRows } from './network-faults.ts'
import type { CheckKind } from './scenario.ts'

// Measures one fault with one kind of check, and prints the measurement as JSON. Runs in its own
// process and network namespace, because a client may end the process or leave connections open.
// Arguments: the title of the driver, the name of the fault, the kind of check.
const [, , title = '', name, kind] = process.argv
const [driver] = driversOf(title)
const [fault] = [...driver.rows, ...nameResolutionRows].find(([each]) => each.name === name) ?? []
if (!fault) throw new Error(`no fault "${name}" of ${title}`)

const server = await driver.startServer(fault.secured === true)
const measurement = await measureFault(driver, fault, server, kind as CheckKind)
process.stdout.write(JSON.stringify(measurement), () => process.exit())
