import { crowds, frameworkCrowd } from './clients.ts'
import { kinds } from './kinds.ts'
import { rehearse } from './rehearsal.ts'

// Stops one server of each kind under load, and prints what became of the requests. Arguments: kinds, all by default.
const [, , ...wanted] = process.argv
const named = wanted.length > 0 ? wanted : Object.keys(kinds)
for (const kind of named) {
  const options = { kind, drainSeconds: 4, timeoutSeconds: 10, requests: 2000 }
  const found = await rehearse(options, crowds[kind] ?? frameworkCrowd)
  const { code, milliseconds, readiness, liveness } = found
  console.log(
    `${kind}: exit ${code}, ${milliseconds} ms after SIGTERM, after ${options.drainSeconds} s of draining`,
  )
  console.log(`  readiness ${readiness.join(', ')}; liveness ${liveness.join(', ')}`)
  console.table(found.figures)
  for (const line of [...found.complaints.slice(0, 5), found.stderr.trim()])
    if (line) console.log(`  ${line}`)
}
