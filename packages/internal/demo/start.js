// The script of `npm start`. Plain JavaScript without dependencies, because a fresh clone has
// neither dependencies nor a build.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Returns the text of a file, relative to the root, or `undefined` if it does not exist. */
function read(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch {
    return undefined
  }
}

/** Runs a program and hides its output. If it fails, prints the output and exits. */
function run(step, program, ...args) {
  console.log(`${step} ...`)
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status === 0) return
  console.error(`${stdout ?? ''}${stderr ?? ''}${step} failed: ${error?.message ?? program}`)
  process.exit(1)
}

// pnpm keeps a copy of the installed lock file.
if (read('node_modules/.pnpm/lock.yaml') !== read('pnpm-lock.yaml')) {
  const { packageManager } = JSON.parse(read('package.json'))
  const step = 'Installing the packages, which takes up to a minute the first time'
  run(step, 'npx', '--yes', packageManager, 'install', '--frozen-lockfile')
}
const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
run('Building the demo', tsc, '-b', 'packages/internal/demo')
await import('./dist/main.js')
