import { freezeTree } from '../src/freeze.ts'
import { serverKinds } from './server-kinds.ts'

// Starts a server and ends without closing it. Freezes the server, because the child processes of
// PostgreSQL would otherwise exit when their parent ends.
const [, , name, end] = process.argv
const server = await serverKinds.find((kind) => kind.name === name)?.start()
if (server === undefined)
  throw new Error(`the first argument must be the name of a server, got ${name}`)
const pids = freezeTree(server.pid)
process.stdout.write([server.directory, ...pids].join(' '), () => {
  if (end === 'exit') process.exit()
  else process.kill(process.pid, end)
})
