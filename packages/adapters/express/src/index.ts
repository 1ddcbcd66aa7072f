import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

export * from '@readyz/core'

/** The part of a request that is used. Express 4 and 5 and every chain of `(req, res, next)` have it. */
export interface ExpressRequest {
  readonly method?: string | undefined
  /** The target as the client sent it. Express removes the mount path from `url`. */
  readonly originalUrl?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

export interface ExpressResponse {
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string>): unknown
  end(): unknown
  end(body: string): unknown
  destroy(): unknown
}

/**
 * Middleware that answers the probes. Mount it first, in front of everything that may use a database, a session,
 * authentication or a rate limit. Mounting it by path costs other requests less:
 * `app.use([...probes.paths], expressProbes(probes))`.
 *
 * If the response throws while it is sent, the connection is closed and the error is logged.
 */
export function expressProbes(
  probes: Pick<Probes, 'handle'>,
): (req: ExpressRequest, res: ExpressResponse, next: () => void) => void {
  return (req, res, next) => {
    const response = probes.handle(req.method, req.originalUrl ?? req.url, req.headers.accept)
    if (response === undefined) next()
    else if ('then' in response) void response.then((late) => send(req, res, late))
    else send(req, res, response)
  }
}

/** Never throws, because nothing above it would catch an error of a check that took its time. */
function send(req: ExpressRequest, res: ExpressResponse, response: ProbeResponse): void {
  try {
    if (res.headersSent) return // A middleware in front, such as a timeout, has answered meanwhile.
    res.writeHead(response.status, response.headers)
    if (req.method === 'HEAD') res.end()
    else res.end(response.body)
  } catch (error) {
    console.error(`readyz: the response to a probe could not be sent: ${describeCause(error)}`)
    res.destroy()
  }
}
