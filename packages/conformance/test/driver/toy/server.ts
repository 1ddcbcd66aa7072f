import { createServer, type Socket } from 'node:net'

// A server of a toy protocol in lines, in a process of its own. It greets, lets in who knows the password, and answers
// PING, as PostgreSQL and others do with other words. What it hears from its parent changes how.

/** What the parent can change. */
export interface Mood {
  readonly password: string
  /** `mute`: lets clients in, and then says nothing. `ill`: answers every request with an error. */
  readonly health: 'well' | 'mute' | 'ill'
}

export const user = 'app-user'
export const database = 'app-data'

const clients = new Set<Socket>()
let mood: Mood = { password: '', health: 'well' }

function answerTo(line: string): string | undefined {
  const [word, ...rest] = line.split(' ')
  if (word === 'LOGIN') {
    const isKnown = rest.join(' ') === [user, mood.password, database].join(' ')
    return isKnown ? 'WELCOME' : `ERR AUTH who is ${user}?`
  }
  if (word !== 'PING') return undefined
  return { well: 'PONG', ill: `ERR ILL ${database} is read by nobody`, mute: undefined }[
    mood.health
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
      const answer = answerTo(line)
      if (line === 'QUIT') socket.end()
      else if (answer !== undefined) socket.write(`${answer}\n`)
    }
  })
}

if (process.send) {
  const server = createServer({ noDelay: true }, serve).listen(0, '127.0.0.1', () => {
    process.send?.(server.address())
  })
  process.on('message', (next: Mood) => {
    // With another password nobody stays who came in with the last.
    if (next.password !== mood.password) for (const client of clients) client.destroy()
    mood = next
    process.send?.(mood)
  })
  // The parent is gone.
  process.on('disconnect', () => process.exit())
}
