import { unresolvedRows } from './anywhere.ts'
import { observe } from './observe.ts'
import type { Asker } from './scene.ts'
import { subjectsOf } from './subjects.ts'

// One cell of the table, in a process and a network of its own: a client may end the process, or leave it full of
// what was lost. Arguments: the driver, the name of the fault, who asks.
const [, , driver = '', name, asker] = process.argv
const [subject] = subjectsOf(driver)
const rows = [...(subject?.rows ?? []), ...unresolvedRows]
const [fault] = rows.find(([each]) => each.name === name) ?? []
if (!subject || !fault) throw new Error(`no fault "${name}" of ${driver}`)

const server = await subject.startServer(fault.secured === true)
const seen = await observe(subject, fault, server, asker as Asker)
process.stdout.write(JSON.stringify(seen), () => process.exit())
