import { connect, type IncomingHttpHeaders } from 'node:http2'
import type { Duplex } from 'node:stream'
import { type Answer, first, readBody } from './answer.ts'
import type { Headers } from './request.ts'

/** Over a connection on which the server has chosen HTTP/2. */
export async function askHttp2(stream: Duplex, url: URL, headers: Headers): Promise<Answer> {
  const session = connect(url.origin, { createConnection: () => stream })
  // That of the request says the same.
  session.on('error', () => {})
  try {
    const asked = session.request({ ':path': `${url.pathname}${url.search}`, ...headers })
    const [answer] = await first<[IncomingHttpHeaders & { ':status'?: number }]>(asked, 'response')
    await readBody(asked)
    return { status: answer[':status'] ?? 0, location: answer.location }
  } finally {
    session.destroy()
  }
}
