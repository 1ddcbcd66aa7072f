import { untilAborted } from '@readyz/net'

import { connect } from './connect.ts'
import type { HttpResponse, RequestHeaders } from './http-message.ts'
import { requestHttp1 } from './http1.ts'

/** The URL of a request, and how the certificate of its server is verified. */
export interface Destination {
  readonly url: URL
  /** The path and the query, as they are sent. */
  readonly target: string
  /** Certificate authorities in PEM. Default: the certificate is not verified. */
  readonly ca?: string | undefined
}

/**
 * Sends one request over a dedicated connection, which is closed when the response has been used.
 */
export async function request<T>(
  { url, target, ca }: Destination,
  headers: RequestHeaders,
  signal: AbortSignal,
  use: (response: HttpResponse) => Promise<T>,
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
