import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

/**
 * The properties of a request that the adapter uses. Requests of node:http and node:http2 have
 * them.
 */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

export interface NodeResponse {
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string>): unknown
  end(): unknown
  end(body: string): unknown
  destroy(): unknown
}

/**
 * Answers a request if it is a probe. Returns whether it is one. If the response throws while it is
 * sent, the connection or the HTTP/2 stream is closed and the error is logged.
 */
export function answerProbe(
  probes: Pick<Probes, 'handle'>,
  req: NodeRequest,
  res: NodeResponse,
): boolean {
  const response = probes.handle(req.method, req.url, req.headers.accept)
  if (response === undefined) return false
  if ('then' in response) void response.then((resolved) => sendResponse(req, res, resolved))
  else sendResponse(req, res, response)
  return true
}

/** Never throws, because no caller would catch the error after an asynchronous check. */
export function sendResponse(
  req: NodeRequest,
  res: NodeResponse,
  { status, headers, body }: ProbeResponse,
): void {
  try {
    if (res.headersSent) return // Another listener, such as a timeout, has already answered.
    res.writeHead(status, headers)
    if (req.method === 'HEAD') res.end()
    else res.end(body)
  } catch (error) {
    console.error(`readyz: the response to a probe could not be sent: ${describeCause(error)}`)
    res.destroy()
  }
}
