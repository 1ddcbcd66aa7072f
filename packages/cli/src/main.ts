#!/usr/bin/env node
import { constants } from 'node:os'
import { run } from './program.ts'

// What was written in the command line, passwords too, is not shown by `ps` from here on.
process.title = 'readyz'

for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    // Nobody listens any more, so this ends it at once, whatever is under way.
    process.kill(process.pid, name)
    // But not as process 1 of a container, which no signal ends that it does not listen to.
    process.exit(128 + constants.signals[name])
  })
}

// Node does not exit while a name is being looked up, which is ten seconds if the name server is silent. glibc heeds
// this: one second, after which `wait` asks again.
process.env['RES_OPTIONS'] ??= 'timeout:1 attempts:1'

// The message of an unexpected error may contain anything: its code says enough.
const fail = (error: unknown) => {
  const { code = 'an unexpected error' } = Object(error)
  console.error(`readyz: failed with ${code}`)
  return 1
}
// A reader of the output that goes away changes nothing.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.on('uncaughtException', (error) => process.exit(fail(error)))

const code = await run(process.argv.slice(2)).catch(fail)
// Whatever a client has left behind has no say in when it ends; what was printed is out by then.
process.stdout.write('', () => process.exit(code))
