#!/usr/bin/env node
import { constants } from 'node:os'
import { run } from './program.ts'

// Removes the arguments, which may contain passwords, from the output of `ps`.
process.title = 'readyz'

for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    // `once` has removed the listener, so this signal ends the process.
    process.kill(process.pid, name)
    // The kernel ignores this signal for process 1 of a container.
    process.exit(128 + constants.signals[name])
  })
}

// Node does not exit during a DNS lookup, which lasts ten seconds if the name server does not
// respond. These options of glibc limit it to one second, after which `wait` retries.
process.env['RES_OPTIONS'] ??= 'timeout:1 attempts:1'

// The message of an unexpected error may contain secrets, so only its code is printed.
const fail = (error: unknown) => {
  const { code = 'an unexpected error' } = Object(error)
  console.error(`readyz: failed with ${code}`)
  return 1
}
// A closed output pipe does not change the exit code.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.on('uncaughtException', (error) => process.exit(fail(error)))

const code = await run(process.argv.slice(2)).catch(fail)
// Exits after the output is flushed, even if a client has left a socket or timer open.
process.stdout.write('', () => process.exit(code))
