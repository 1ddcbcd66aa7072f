import { unresolvedRows } from '../src/anywhere.ts'
import { subjectsOf } from '../src/subjects.ts'
import { suffer } from '../src/suffer.ts'

// Runs in a network of its own, whose only name server is ours. Argument: the driver with its server.
const [, , title = ''] = process.argv
process.removeAllListeners('warning')

const found: Record<string, readonly string[]> = {}
const subjects = subjectsOf(title)
const server = await subjects[0].startServer(false)
for (const subject of subjects) {
  for (const row of unresolvedRows) {
    const name = `${subject.asked} ${subject.version}, ${row[0].name}`
    found[name] = await suffer(subject, row, server)
  }
}
await server.close()
process.stdout.write(JSON.stringify(found))
