import { unresolvedRows } from './anywhere.ts'
import { observe } from './observe.ts'
import type { Asker } from './scene.ts'
import { subjectsOf } from './subjects.ts'

// Measures one cell of the table, in a process and a network of its own: a client may end the process, or leave it full
// of what was lost. Arguments: the driver with its server, the name of the fault, who asks.
const [, , title = '', name, asker] = process.argv
const [subject] = subjectsOf(title)
const [fault] = [...subject.rows, ...unresolvedRows].find(([each]) => each.name === name) ?? []
if (!fault) throw new Error(`no fault "${name}" of ${title}`)

const server = await subject.startServer(fault.secured === true)
const seen = await observe(subject, fault, server, asker as Asker)
process.stdout.write(JSON.stringify(seen), () => process.exit())
