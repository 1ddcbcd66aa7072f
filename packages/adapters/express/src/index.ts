import type { ProbeResponse, Probes } from '@readyz/core'

export * from '@readyz/core'

/** What is needed of a request, of Express 4 and 5 and of everything that speaks `(req, res, next)`. */
export interface ExpressRequest {
  readonly method?: string | undefined
  /** The target as the client sent it. `url` loses its front where the middleware is mounted by path. */
  readonly originalUrl?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

export interface ExpressResponse {
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string>): unknown
  end(body: string): unknown
}

/**
 * The probes as a middleware, to be mounted first, before anything that may touch a database, a session, auth or a
 * rate limit; or by path, which costs the other requests less: `app.use([...probes.paths], expressProbes(probes))`.
 */
export function expressProbes(
  probes: Pick<Probes, 'handle'>,
): (req: ExpressRequest, res: ExpressResponse, next: () => void) => void {
  return (req, res, next) => {
    const response = probes.handle(req.method, req.originalUrl ?? req.url, req.headers.accept)
    if (response === undefined) next()
    else if ('then' in response) void response.then((late) => send(res, late))
    else send(res, response)
  }
}

function send(res: ExpressResponse, { status, headers, body }: ProbeResponse): void {
  if (res.headersSent) return // Somebody in front lost patience.
  res.writeHead(status, headers)
  res.end(body)
}
