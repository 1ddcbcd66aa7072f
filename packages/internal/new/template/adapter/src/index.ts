import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

export * from '@readyz/core'

/** The part of a request of @made/up that is used, and of what answers it. */
export interface MadeUpContext {
  readonly method?: string | undefined
  /** The target as the client sent it, whatever a router or a rewriting middleware made of it. */
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

/**
 * Middleware that answers the probes. Use it first, in front of everything that may use a database, a session,
 * authentication or a rate limit.
 *
 * If the response throws while it is sent, the connection is closed and the error is logged.
 */
export function madeUpProbes(
  probes: Pick<Probes, 'handle'>,
): (context: MadeUpContext, next: () => unknown) => unknown {
  return (context, next) => {
    const response = probes.handle(context.method, context.url, context.headers.accept)
    if (response === undefined) return next()
    if ('then' in response) return response.then((late) => answer(context, late))
    return answer(context, response)
  }
}

/** Never throws, because nothing above it would catch an error of a check that took its time. */
function answer(context: MadeUpContext, response: ProbeResponse): void {
  try {
    send(context, response)
  } catch (error) {
    console.error(`readyz: the response to a probe could not be sent: ${describeCause(error)}`)
    close(context)
  }
}

/**
 * Sends status, headers and body in one piece. HEAD gets no body. Sends nothing if code in front, such as a timeout, has
 * answered meanwhile.
 */
function send(_context: MadeUpContext, { status }: ProbeResponse): void {
  throw new Error(`fill in: how ${status}, the headers and the body are sent`)
}

/** Closes the connection, so that the prober does not wait for the rest of an answer. */
function close(_context: MadeUpContext): void {
  throw new Error('fill in: how the connection is closed')
}
