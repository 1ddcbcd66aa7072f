import { EventEmitter } from 'node:events'
import { type LookupFunction, Socket } from 'node:net'

// A client with the mistakes of real clients: it has no time limit, `end` waits for the server, and
// a lost connection ends the process if the client has no error listener.

export interface Config {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** Default: `dns.lookup`. */
  readonly lookup?: LookupFunction
}

export interface Client extends EventEmitter {
  readonly stream: Socket
  connect(): Promise<void>
  /** Returns the response of the server. */
  ping(): Promise<string>
  /** Ends the connection, and waits until the server has closed it. */
  end(): Promise<void>
}

type Callback = (error: Error | undefined, response?: string) => void

/** Converts a line `ERR <code> <message>`. */
function errorOf(line: string): Error {
  const [, code, ...words] = line.split(' ')
  return Object.assign(new Error(words.join(' ')), { code })
}

export function createClient(config: Config, stream: Socket = new Socket()): Client {
  const client = new EventEmitter()
  // The callbacks of the next lines, in order.
  const waiting: Callback[] = []
  let closeError: Error | undefined

  const onLine = (line: string) => {
    const callback = waiting.shift()
    if (line.startsWith('ERR ')) callback?.(errorOf(line))
    else callback?.(undefined, line)
  }
  const onLost = (error: Error) => {
    if (closeError) return
    closeError = error
    const callbacks = waiting.splice(0)
    for (const callback of callbacks) callback(error)
    if (callbacks.length === 0) client.emit('error', error)
  }
  const nextLine = (callback: Callback) => {
    if (closeError) callback(closeError)
    else waiting.push(callback)
  }
  const request = (line: string) =>
    new Promise<string>((resolve, reject) => {
      nextLine((error, response = '') => (error ? reject(error) : resolve(response)))
      if (line !== '') stream.write(`${line}\n`)
    })

  readLines(stream, onLine)
  stream.on('error', onLost)
  stream.on('close', () => {
    onLost(new Error('the server has closed the connection'))
    client.emit('end')
  })
  return Object.assign(client, {
    stream,
    async connect() {
      const { host, port, lookup } = config
      stream.connect({ host, port, ...(lookup && { lookup }) })
      await expectLine('HELLO', request(''))
      const { user, password, database } = config
      await expectLine('WELCOME', request(`LOGIN ${user} ${password} ${database}`))
    },
    ping: () => request('PING'),
    async end() {
      closeError ??= new Error('the client was ended')
      if (stream.destroyed) return
      stream.end('QUIT\n')
      await new Promise((resolve) => stream.once('close', resolve))
    },
  })
}

const maxLength = 10_000

/** Calls `onLine` for each complete line, however it is split into packets. */
function readLines(stream: Socket, onLine: (line: string) => void): void {
  let rest = ''
  stream.on('data', (bytes) => {
    const lines = (rest + bytes.toString()).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLength) stream.destroy(new Error('the line is too long'))
    for (const line of lines) onLine(line)
  })
}

async function expectLine(expected: string, received: Promise<string>): Promise<void> {
  const line = await received
  if (line !== expected) throw new Error(`expected ${expected}, got ${line}`)
}
