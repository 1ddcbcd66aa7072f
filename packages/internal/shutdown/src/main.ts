import { loadProfileOf } from './load-profiles.ts'
import { serverKinds } from './server-kinds.ts'
import { stopUnderLoad } from './stop-under-load.ts'

// Stops one server of each kind under load, and prints the outcomes of the requests. Arguments: the
// kinds of server. Default: all kinds.
const [, , ...selected] = process.argv
for (const kind of selected.length > 0 ? selected : Object.keys(serverKinds)) {
  const options = { kind, drainSeconds: 4, timeoutSeconds: 10, requests: 2000 }
  const result = await stopUnderLoad(options, loadProfileOf(kind))
  const { code, milliseconds, readiness, liveness } = result
  const { drainSeconds } = options
  console.log(`${kind}: drainSeconds ${drainSeconds}, exit ${code} after ${milliseconds} ms`)
  console.log(`  readiness ${readiness.join(', ')}; liveness ${liveness.join(', ')}`)
  console.table(result.counts)
  for (const line of [...result.errors.slice(0, 5), result.stderr.trim()])
    if (line) console.log(`  ${line}`)
}
