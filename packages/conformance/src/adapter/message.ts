/** What is sent beside the target. */
export interface Request {
  /** Default `GET`. */
  readonly method?: string
  /** Beside Host and, where there is a body, Content-Length. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** ASCII. */
  readonly body?: string
}

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  /** By name in lower case. The values of a header that came twice are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The chunks of a body that was sent in chunks. */
  readonly chunks: readonly string[]
  /** In how many pieces it arrived. */
  readonly pieces: number
}

/** A request, byte for byte: no client stands between that would normalise it. */
export function requestBytes(url: URL, target: string, request: Request = {}): string {
  const { method = 'GET', body = '' } = request
  const length = body === '' ? {} : { 'Content-Length': String(body.length) }
  const headers = { Host: url.host, ...length, ...request.headers }
  const lines = Object.entries(headers).map((header) => `${header.join(': ')}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** Reads the head of an answer, without the empty line that ends it. */
export function parseHead(head: string): Pick<Answer, 'status' | 'headers'> {
  const [first = '', ...lines] = head.split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  return { status: Number(first.split(' ')[1]), headers }
}
