import { untilAborted } from '@readyz/net'
import type { Answer } from './answer.ts'
import { connect } from './connect.ts'
import { requestHttp1 } from './http1.ts'

export type Headers = Readonly<Record<string, string>>

/** Where a request goes. */
export interface Destination {
  readonly url: URL
  /** The path and the query, as they are sent. */
  readonly target: string
  /** Certificates in PEM with which the server's is verified. Default: none is verified. */
  readonly ca?: string | undefined
}

/** Sends one request over a dedicated connection, which is closed when the response has been used. */
export async function request<T>(
  { url, target, ca }: Destination,
  headers: Headers,
  signal: AbortSignal,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  const connection = await untilAborted(signal, connect(url, ca, signal))
  const { stream, isHttp2 } = connection
  const exchange = async () => {
    if (!isHttp2) return use(await requestHttp1(connection, url.host, target, headers))
    const { requestHttp2 } = await import('./http2.ts')
    return use(await requestHttp2(stream, url.origin, target, headers))
  }
  try {
    return await untilAborted(signal, exchange())
  } finally {
    stream.destroy()
  }
}
