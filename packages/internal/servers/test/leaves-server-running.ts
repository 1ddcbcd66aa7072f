import { freezeTree } from '../src/processes.ts'
import { kinds } from './kinds.ts'

// Frozen, because the children of a dead postmaster go by themselves otherwise.
const [, , name, end] = process.argv
const server = await kinds.find((kind) => kind.name === name)?.start()
if (server === undefined) throw new Error(`no server ${name}`)
const pids = freezeTree(server.pid)
process.stdout.write([server.directory, ...pids].join(' '), () => {
  if (end === 'exit') process.exit()
  else process.kill(process.pid, end)
})
