import { createServer, type Socket } from 'node:net'

// A server of a line protocol. It sends HELLO, responds to LOGIN with WELCOME if the password is
// correct, and responds to PING with PONG. It runs in a child process, and messages of the parent
// process start and end its faults.

/** The state that the parent process sets. */
export interface State {
  readonly password: string
  /** `silent`: no response to requests after the login. `failing`: an error for every request. */
  readonly requests: 'answered' | 'silent' | 'failing'
}

export const user = 'app-user'
export const database = 'app-data'

const clients = new Set<Socket>()
let state: State = { password: '', requests: 'answered' }

function responseTo(line: string): string | undefined {
  const [word, ...rest] = line.split(' ')
  if (word === 'LOGIN') {
    const isCorrect = rest.join(' ') === [user, state.password, database].join(' ')
    return isCorrect ? 'WELCOME' : `ERR AUTH wrong password for ${user}`
  }
  if (word !== 'PING') return undefined
  return { answered: 'PONG', failing: `ERR FAILED cannot read ${database}`, silent: undefined }[
    state.requests
  ]
}

function serve(socket: Socket): void {
  let rest = ''
  socket.write('HELLO\n')
  clients.add(socket)
  socket.on('error', () => {})
  socket.on('close', () => clients.delete(socket))
  socket.on('data', (bytes) => {
    const lines = (rest + bytes.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const response = responseTo(line)
      if (line === 'QUIT') socket.end()
      else if (response !== undefined) socket.write(`${response}\n`)
    }
  })
}

if (process.send) {
  const server = createServer({ noDelay: true }, serve).listen(0, '127.0.0.1', () => {
    process.send?.(server.address())
  })
  process.on('message', (next: State) => {
    // A new password closes the connections that logged in with the old one.
    if (next.password !== state.password) for (const client of clients) client.destroy()
    state = next
    process.send?.(state)
  })
  // The parent process has ended.
  process.on('disconnect', () => process.exit())
}
