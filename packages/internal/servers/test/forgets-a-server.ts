import { startPostgres } from '../src/index.ts'
import { freezeTree } from '../src/processes.ts'

// Frozen, because the children of a dead postmaster go by themselves otherwise.
const postgres = await startPostgres()
const pids = freezeTree(postgres.pid)
process.stdout.write([postgres.socketDirectory, ...pids].join(' '), () => {
  const [, , end] = process.argv
  if (end === 'exit') process.exit()
  else process.kill(process.pid, end)
})
