import type { ProbeResponse, Probes } from '@readyz/core'

export * from '@readyz/core'

/** What is needed of a request of @made/up, by structure, and of what answers it. */
export interface MadeUpContext {
  readonly method?: string | undefined
  /** The target as the client sent it, whatever a router or a rewriting middleware made of it. */
  readonly url?: string | undefined
  readonly headers: { readonly accept?: string | undefined }
}

/**
 * The probes as a middleware, to be used first, before anything that may touch a database, a session, auth or a
 * rate limit.
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

/** Status, headers and body in one piece; nothing where somebody in front has begun to answer meanwhile. */
function answer(_context: MadeUpContext, { status }: ProbeResponse): void {
  throw new Error(`fill in: how ${status}, the headers and the body are sent`)
}
