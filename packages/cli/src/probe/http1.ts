import { byteReader } from './byte-reader.ts'
import type { Connection } from './connect.ts'
import type { HttpResponse, RequestHeaders } from './http-message.ts'
import { framingOf, readBody } from './http1-body.ts'
import { type Head, readHead } from './http1-head.ts'

/** Sends a request in one write and reads the head of its response. */
export async function requestHttp1(
  { stream, isTruncated }: Connection,
  host: string,
  target: string,
  headers: RequestHeaders,
): Promise<HttpResponse> {
  const reader = byteReader(stream, isTruncated)
  const fields = Object.entries({ Host: host, ...headers, Connection: 'close' })
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`)
  stream.write(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`)
  let head: Head
  do {
    head = await readHead(reader)
  } while (isInterim(head))
  const framing = framingOf(head)
  return {
    status: head.status,
    location: locationOf(head),
    length: typeof framing === 'number' ? framing : undefined,
    readBody: (limit) => readBody(reader, framing, limit),
  }
}

// A 101 is final, because no HTTP follows it.
function isInterim({ status }: Head): boolean {
  return status >= 100 && status < 200 && status !== 101
}

function locationOf({ fields }: Head): string | undefined {
  const [location = ''] = fields.get('location') ?? []
  return Buffer.from(location, 'latin1').toString() || undefined
}
