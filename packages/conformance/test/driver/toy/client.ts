import { EventEmitter } from 'node:events'
import { type LookupFunction, Socket } from 'node:net'

// A client of the toy protocol as such clients are: it knows no time limit, its `end` waits for a server that may never
// answer, and the loss of its connection ends the process where nobody listens.

export interface Config {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** Default: that of node. */
  readonly lookup?: LookupFunction
}

export interface Client extends EventEmitter {
  readonly stream: Socket
  connect(): Promise<void>
  /** What the server answers. */
  ping(): Promise<string>
  /** Says goodbye, and waits for that of the server. */
  end(): Promise<void>
}

type Reply = (error: Error | undefined, answer?: string) => void

/** The code of an error is the first word of what the server says of it. */
function errorOf(line: string): Error {
  const [, code, ...words] = line.split(' ')
  return Object.assign(new Error(words.join(' ')), { code })
}

export function createClient(config: Config, stream: Socket = new Socket()): Client {
  const client = new EventEmitter()
  // Who waits for the next line, in order.
  const waiting: Reply[] = []
  let lost: Error | undefined

  const settle = (line: string) => {
    const reply = waiting.shift()
    if (line.startsWith('ERR ')) reply?.(errorOf(line))
    else reply?.(undefined, line)
  }
  const lose = (error: Error) => {
    if (lost) return
    lost = error
    const owed = waiting.splice(0)
    for (const reply of owed) reply(error)
    if (owed.length === 0) client.emit('error', error)
  }
  const expect = (reply: Reply) => {
    if (lost) reply(lost)
    else waiting.push(reply)
  }
  const ask = (line: string) =>
    new Promise<string>((resolve, reject) => {
      expect((error, answer = '') => (error ? reject(error) : resolve(answer)))
      if (line !== '') stream.write(`${line}\n`)
    })

  readLines(stream, settle)
  stream.on('error', lose)
  stream.on('close', () => {
    lose(new Error('the server has closed the connection'))
    client.emit('end')
  })
  return Object.assign(client, {
    stream,
    async connect() {
      const { host, port, lookup } = config
      stream.connect({ host, port, ...(lookup && { lookup }) })
      await expectAnswer('HELLO', ask(''))
      const { user, password, database } = config
      await expectAnswer('WELCOME', ask(`LOGIN ${user} ${password} ${database}`))
    },
    ping: () => ask('PING'),
    async end() {
      lost ??= new Error('the client was ended')
      if (stream.destroyed) return
      stream.end('QUIT\n')
      await new Promise((resolve) => stream.once('close', resolve))
    },
  })
}

const longest = 10_000

/** Calls back for each line, however it comes. */
function readLines(stream: Socket, onLine: (line: string) => void): void {
  let rest = ''
  stream.on('data', (bytes) => {
    const lines = (rest + bytes.toString()).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longest) stream.destroy(new Error('a line without an end'))
    for (const line of lines) onLine(line)
  })
}

async function expectAnswer(wanted: string, answer: Promise<string>): Promise<void> {
  const line = await answer
  if (line !== wanted) throw new Error(`not ${wanted}: ${line}`)
}
