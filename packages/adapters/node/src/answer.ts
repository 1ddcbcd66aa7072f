import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

/** The part of a request that is used. Those of node:http and node:http2 have it. */
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
 * Answers a request if it is a probe, and returns whether it was one. If the response throws while it is sent, its
 * connection, or its stream of HTTP/2, is closed and the error is logged.
 */
export function answer(
  probes: Pick<Probes, 'handle'>,
  req: NodeRequest,
  res: NodeResponse,
): boolean {
  const response = probes.handle(req.method, req.url, req.headers.accept)
  if (response === undefined) return false
  if ('then' in response) void response.then((late) => send(req, res, late))
  else send(req, res, response)
  return true
}

/** Never throws, because nothing above it would catch an error of a check that took its time. */
export function send(
  req: NodeRequest,
  res: NodeResponse,
  { status, headers, body }: ProbeResponse,
): void {
  try {
    if (res.headersSent) return // A listener in front, such as a timeout, has answered meanwhile.
    res.writeHead(status, headers)
    if (req.method === 'HEAD') res.end()
    else res.end(body)
  } catch (error) {
    console.error(`readyz: the response to a probe could not be sent: ${describeCause(error)}`)
    res.destroy()
  }
}
