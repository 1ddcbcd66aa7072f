import type { ProbeResponse, Probes } from '@readyz/core'

/** What is needed of a request, of node:http and of node:http2. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

export interface NodeResponse {
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string>): unknown
  end(body: string): unknown
}

/** Answers a request if it is a probe, and says whether it was one. */
export function answer(
  probes: Pick<Probes, 'handle'>,
  req: NodeRequest,
  res: NodeResponse,
): boolean {
  const response = probes.handle(req.method, req.url, req.headers.accept)
  if (response === undefined) return false
  if ('then' in response) void response.then((late) => send(res, late))
  else send(res, response)
  return true
}

function send(res: NodeResponse, { status, headers, body }: ProbeResponse): void {
  if (res.headersSent) return // Somebody in front lost patience.
  res.writeHead(status, headers)
  res.end(body)
}
