import { request as http1, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { until } from '@readyz/net'
import { type Answer, first, readBody } from './answer.ts'
import { connect } from './connect.ts'

export type Headers = Readonly<Record<string, string>>

/** One request on a connection of its own. Rejects for what is no whole answer. */
export async function request(url: URL, headers: Headers, signal: AbortSignal): Promise<Answer> {
  const { stream, isHttp2 } = await until(signal, connect(url, signal))
  try {
    if (!isHttp2) return await until(signal, ask(stream, url, headers))
    const { askHttp2 } = await import('./http2.ts')
    return await until(signal, askHttp2(stream, url, headers))
  } finally {
    stream.destroy()
  }
}

async function ask(stream: Duplex, url: URL, headers: Headers): Promise<Answer> {
  const asked = http1({
    createConnection: () => stream,
    path: `${url.pathname}${url.search}`,
    setHost: false,
    headers: { Host: url.host, ...headers },
  })
  asked.end()
  const [response] = await first<[IncomingMessage]>(asked, 'response')
  await readBody(response)
  return { status: response.statusCode ?? 0, location: response.headers.location }
}
