import { AssertionError } from 'node:assert/strict'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Answer, parseHead } from './message.ts'

/** One connection that speaks HTTP/1, over TLS where the URL says so. */
export interface Connection {
  /** Resolves when the bytes are on their way, or lost. */
  send(bytes: string): Promise<void>
  /** The next answer. That to a HEAD has no body. */
  read(method?: string): Promise<Answer>
  /** Everything up to the end, which is the server's to make. */
  readToEnd(): Promise<string>
  /** Closes the connection, with a reset or gracefully. */
  hangUp(how?: 'reset'): void
}

// Milliseconds after which a silent server is given up: far beyond the budget of the probes.
export const patience = 10_000

export function openConnection(url: URL): Connection {
  const { socket, tcp } = openTransport(url, ['http/1.1'])
  const incoming: AsyncIterator<string> = socket.setEncoding('latin1')[Symbol.asyncIterator]()
  let unread = ''
  let taken = ''
  let pieces = 0

  async function receive(): Promise<boolean> {
    const { done, value } = await incoming.next()
    if (done === true) return false
    unread += value
    pieces += 1
    return true
  }

  async function take(length: number): Promise<string> {
    while (unread.length < length) {
      if (!(await receive())) throw new EndedEarly(taken + unread)
    }
    const part = unread.slice(0, length)
    unread = unread.slice(length)
    taken += part
    return part
  }

  async function takeLine(end: string): Promise<string> {
    while (!unread.includes(end)) {
      if (!(await receive())) throw new EndedEarly(taken + unread)
    }
    const line = await take(unread.indexOf(end))
    await take(end.length)
    return line
  }

  async function readToEnd(): Promise<string> {
    while (await receive());
    return take(unread.length)
  }

  async function readChunks(): Promise<string[]> {
    const chunks: string[] = []
    for (;;) {
      const chunk = await take(Number.parseInt(await takeLine('\r\n'), 16))
      await takeLine('\r\n')
      if (chunk === '') return chunks
      chunks.push(chunk)
    }
  }

  async function readBody({ headers }: Pick<Answer, 'headers'>): Promise<string[]> {
    if (headers['transfer-encoding'] === 'chunked') return readChunks()
    const length = headers['content-length']
    return [await (length === undefined ? readToEnd() : take(Number(length)))]
  }

  return {
    send: (bytes) => new Promise((resolve) => socket.write(bytes, 'latin1', () => resolve())),
    async read(method) {
      taken = ''
      pieces = unread === '' ? 0 : 1
      const head = parseHead(await takeLine('\r\n\r\n'))
      const { status } = head
      const hasBody = method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304
      const chunks = hasBody ? await readBody(head) : []
      const body = Buffer.from(chunks.join(''), 'latin1').toString()
      return { ...head, body, chunks, pieces }
    },
    readToEnd,
    hangUp(how) {
      if (how === 'reset') tcp.resetAndDestroy()
      socket.destroy()
    },
  }
}

interface Transport {
  /** What HTTP is spoken over. */
  readonly socket: Socket
  /** What carries it: the same, unless TLS stands between. */
  readonly tcp: Socket
}

/** Is given up when it is silent for long. The certificate may be signed by anybody. */
export function openTransport(url: URL, protocols: string[]): Transport {
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  const tcp = connectTcp({ host, port: Number(url.port), noDelay: true })
  const socket =
    url.protocol === 'https:'
      ? connectTls({ socket: tcp, ALPNProtocols: protocols, rejectUnauthorized: false })
      : tcp
  // Errors are heard where an answer is awaited. One that comes when nobody waits says nothing.
  for (const each of [tcp, socket]) each.on('error', () => {})
  socket.setTimeout(patience, () => {
    const message = `expected an answer, saw nothing for ${patience} ms`
    socket.destroy(new AssertionError({ message }))
  })
  return { socket, tcp }
}

/** The server has closed the connection before the answer was complete. */
export class EndedEarly extends AssertionError {
  /** What had been received of the answer. */
  readonly received: string

  constructor(received: string) {
    const seen = received === '' ? 'nothing' : `only ${JSON.stringify(received)}`
    super({ message: `expected an answer, saw ${seen} before the end` })
    this.received = received
  }
}
