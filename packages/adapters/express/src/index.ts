import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

export * from '@readyz/core'

/**
 * The properties of a request that the middleware uses. Express 4 and 5 and other
 * `(req, res, next)` frameworks have them.
 */
export interface ExpressRequest {
  readonly method?: string | undefined
  /** The URL as the client sent it. Express removes the mount path from `url`. */
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
 * Returns a middleware that answers the probes. Mount it before any middleware that uses a
 * database, a session, authentication or a rate limit. If the response throws while it is sent, the
 * middleware closes the connection and logs the error.
 *
 * @example
 * // The mount by path adds less time to other requests than a mount without paths.
 * app.use([...probes.paths], expressProbes(probes))
 */
export function expressProbes(
  probes: Pick<Probes, 'handle'>,
): (req: ExpressRequest, res: ExpressResponse, next: () => void) => void {
  return (req, res, next) => {
    const response = probes.handle(req.method, req.originalUrl ?? req.url, req.headers.accept)
    if (response === undefined) next()
    else if ('then' in response) void response.then((resolved) => send(req, res, resolved))
    else send(req, res, response)
  }
}

/** Never throws, because no caller would catch the error after an asynchronous check. */
function send(req: ExpressRequest, res: ExpressResponse, response: ProbeResponse): void {
  try {
    if (res.headersSent) return // An earlier middleware, such as a timeout, has sent a response.
    res.writeHead(response.status, response.headers)
    if (req.method === 'HEAD') res.end()
    else res.end(response.body)
  } catch (error) {
    console.error(`readyz: the response to a probe could not be sent: ${describeCause(error)}`)
    res.destroy()
  }
}
