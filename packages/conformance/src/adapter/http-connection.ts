import { AssertionError } from 'node:assert/strict'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { parseHead, type ReceivedResponse } from './http-message.ts'

/** An HTTP/1.1 connection, over TLS for an `https:` URL. */
export interface Connection {
  /** Resolves when the bytes are written, or when the connection is lost. */
  send(bytes: string): Promise<void>
  /** Reads the next response. For the method HEAD it has no body. */
  read(method?: string): Promise<ReceivedResponse>
  /** Reads until the server ends the connection. */
  readToEnd(): Promise<string>
  /** Closes the connection, with a reset or gracefully. */
  close(how?: 'reset'): void
}

/** Milliseconds without data after which a read rejects. Longer than any budget of the probes. */
export const responseTimeout = 10_000

export function openConnection(url: URL): Connection {
  const { socket, tcp } = openTransport(url, ['http/1.1'])
  const incoming: AsyncIterator<string> = socket.setEncoding('latin1')[Symbol.asyncIterator]()
  let unread = ''
  let consumed = ''
  let pieces = 0

  async function receive(): Promise<boolean> {
    const { done, value } = await incoming.next()
    if (done === true) return false
    unread += value
    pieces += 1
    return true
  }

  async function readLength(length: number): Promise<string> {
    while (unread.length < length) {
      if (!(await receive())) throw new ClosedEarlyError(consumed + unread)
    }
    const part = unread.slice(0, length)
    unread = unread.slice(length)
    consumed += part
    return part
  }

  async function readThrough(end: string): Promise<string> {
    while (!unread.includes(end)) {
      if (!(await receive())) throw new ClosedEarlyError(consumed + unread)
    }
    const line = await readLength(unread.indexOf(end))
    await readLength(end.length)
    return line
  }

  async function readToEnd(): Promise<string> {
    while (await receive());
    return readLength(unread.length)
  }

  async function readChunks(): Promise<string[]> {
    const chunks: string[] = []
    for (;;) {
      const chunk = await readLength(Number.parseInt(await readThrough('\r\n'), 16))
      await readThrough('\r\n')
      if (chunk === '') return chunks
      chunks.push(chunk)
    }
  }

  async function readBody({ headers }: Pick<ReceivedResponse, 'headers'>): Promise<string[]> {
    if (headers['transfer-encoding'] === 'chunked') return readChunks()
    const length = headers['content-length']
    return [await (length === undefined ? readToEnd() : readLength(Number(length)))]
  }

  return {
    send: (bytes) => new Promise((resolve) => socket.write(bytes, 'latin1', () => resolve())),
    async read(method) {
      consumed = ''
      pieces = unread === '' ? 0 : 1
      const head = parseHead(await readThrough('\r\n\r\n'))
      const { status } = head
      const hasBody = method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304
      const chunks = hasBody ? await readBody(head) : []
      const body = Buffer.from(chunks.join(''), 'latin1').toString()
      return { ...head, body, chunks, pieces }
    },
    readToEnd,
    close(how) {
      if (how === 'reset') tcp.resetAndDestroy()
      socket.destroy()
    },
  }
}

interface Transport {
  /** The socket for HTTP: the TLS socket or the TCP socket. */
  readonly socket: Socket
  readonly tcp: Socket
}

/**
 * Connects to the server of the URL. Accepts any certificate. Destroys the socket after
 * `responseTimeout` without data.
 */
export function openTransport(url: URL, protocols: string[]): Transport {
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  const tcp = connectTcp({ host, port: Number(url.port), noDelay: true })
  const socket =
    url.protocol === 'https:'
      ? connectTls({ socket: tcp, ALPNProtocols: protocols, rejectUnauthorized: false })
      : tcp
  // A pending read rejects with the error. An error without a pending read is ignored.
  for (const each of [tcp, socket]) each.on('error', () => {})
  socket.setTimeout(responseTimeout, () => {
    const message = `expected a response, got no data for ${responseTimeout} ms`
    socket.destroy(new AssertionError({ message }))
  })
  return { socket, tcp }
}

/** The server has closed the connection before the response was complete. */
export class ClosedEarlyError extends AssertionError {
  /** The received part of the response. */
  readonly received: string

  constructor(received: string) {
    const part = received === '' ? 'no data' : `only ${JSON.stringify(received)}`
    super({ message: `expected a response, got ${part} before the connection closed` })
    this.received = received
  }
}
