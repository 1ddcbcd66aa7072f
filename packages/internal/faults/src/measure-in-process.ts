import { driversOf } from './drivers-under-test.ts'
import { measureFault } from './measure-fault.ts'
import { nameResolutionRows } from './network-faults.ts'
import type { CheckKind } from './scenario.ts'

// Measures one cell of the table, in a process and a network of its own: a client may end the process, or leave it full
// of what was lost. Arguments: the driver with its server, the name of the fault, who asks.
const [, , title = '', name, kind] = process.argv
const [driver] = driversOf(title)
const [fault] = [...driver.rows, ...nameResolutionRows].find(([each]) => each.name === name) ?? []
if (!fault) throw new Error(`no fault "${name}" of ${title}`)

const server = await driver.startServer(fault.secured === true)
const seen = await measureFault(driver, fault, server, kind as CheckKind)
process.stdout.write(JSON.stringify(seen), () => process.exit())
