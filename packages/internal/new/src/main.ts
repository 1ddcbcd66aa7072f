import { fileURLToPath } from 'node:url'
import { run } from './run.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
try {
  process.stdout.write(run(root, process.argv.slice(2)))
} catch (error) {
  // Anything else is a fault of ours, and shows where.
  if (!(error instanceof TypeError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
