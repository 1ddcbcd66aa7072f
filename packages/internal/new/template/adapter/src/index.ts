import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

export * from '@readyz/core'

/** The properties of a request and its response in @made/up that the adapter uses. */
export interface MadeUpContext {
  readonly method?: string | undefined
  /** The target as the client sent it, not as a router or another middleware changed it. */
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

/**
 * Returns middleware that answers the probes. Use it before any middleware that uses a database, a
 * session, authentication or a rate limit.
 *
 * If the response throws while it is sent, the adapter closes the connection and logs the error.
 */
export function madeUpProbes(
  probes: Pick<Probes, 'handle'>,
): (context: MadeUpContext, next: () => unknown) => unknown {
  return (context, next) => {
    const response = probes.handle(context.method, context.url, context.headers.accept)
    if (response === undefined) return next()
    if ('then' in response) return response.then((checked) => answer(context, checked))
    return answer(context, response)
  }
}

/** Never throws, because no caller would catch the error after an asynchronous check. */
function answer(context: MadeUpContext, response: ProbeResponse): void {
  try {
    send(context, response)
  } catch (error) {
    console.error(`readyz: the response to a probe could not be sent: ${describeCause(error)}`)
    close(context)
  }
}

/**
 * Sends status, headers and body in one piece, and no body for HEAD. Sends nothing if other code,
 * such as a timeout, has already sent a response.
 */
function send(_context: MadeUpContext, { status }: ProbeResponse): void {
  throw new Error(`fill in: send the status ${status}, the headers and the body`)
}

/** Closes the connection, so that the prober does not wait for the rest of the response. */
function close(_context: MadeUpContext): void {
  throw new Error('fill in: close the connection')
}
