import { fileURLToPath } from 'node:url'
import { run } from './run-command.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
try {
  process.stdout.write(run(root, process.argv.slice(2)))
} catch (error) {
  // Any other error is a bug, so its stack is printed.
  if (!(error instanceof TypeError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
