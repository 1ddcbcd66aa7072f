/** The parts of a request other than its target. */
export interface RequestOptions {
  /** Default `GET`. */
  readonly method?: string
  /** Added to Host and, if there is a body, Content-Length. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** ASCII. */
  readonly body?: string
}

/** A response as it was received. */
export interface ReceivedResponse {
  readonly status: number
  /** By lower-case name. Values of a repeated header are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The chunks of a body with `Transfer-Encoding: chunked`. Otherwise the body. */
  readonly chunks: readonly string[]
  /** The number of reads in which the response arrived. */
  readonly pieces: number
}

/** Returns the bytes of a request. The target is not normalized, unlike in an HTTP client. */
export function requestBytes(url: URL, target: string, options: RequestOptions = {}): string {
  const { method = 'GET', body = '' } = options
  const length = body === '' ? {} : { 'Content-Length': String(body.length) }
  const headers = { Host: url.host, ...length, ...options.headers }
  const lines = Object.entries(headers).map((header) => `${header.join(': ')}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** Parses the status line and the headers, without the empty line that ends them. */
export function parseHead(head: string): Pick<ReceivedResponse, 'status' | 'headers'> {
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  return { status: Number(statusLine.split(' ')[1]), headers }
}
