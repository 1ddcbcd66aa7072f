import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

export * from '@readyz/core'

/** The part of a context that is used. Koa 2 and 3 have it. */
export interface KoaContext {
  readonly req: {
    readonly method?: string | undefined
    readonly headers: { readonly accept?: string | undefined }
  }
  readonly res: { readonly writableEnded: boolean; destroy(): unknown }
  /** The target as the client sent it. A mount or a rewriting middleware changes `url`. */
  readonly originalUrl: string
  readonly headerSent: boolean
  status: number
  body: unknown
  set(headers: Record<string, string>): unknown
  onerror(error: unknown): void
}

/**
 * Middleware that answers the probes. Use it first, in front of everything that may use a database, a session,
 * authentication or a rate limit.
 *
 * If the response throws while Koa sends it, Koa answers with its error page. If that throws too, the connection is
 * closed and the error is logged.
 */
export function koaProbes(
  probes: Pick<Probes, 'handle'>,
): (ctx: KoaContext, next: () => Promise<unknown>) => Promise<unknown> | undefined {
  return (ctx, next) => {
    const response = probes.handle(ctx.req.method, ctx.originalUrl, ctx.req.headers.accept)
    if (response === undefined) return next()
    return 'then' in response ? response.then((late) => answer(ctx, late)) : answer(ctx, response)
  }
}

function answer(ctx: KoaContext, { status, headers, body }: ProbeResponse): undefined {
  // A middleware in front has answered meanwhile. Koa would destroy a response that is being sent.
  if (ctx.headerSent) return
  const { onerror } = ctx
  // Koa handles what its sending throws, but what its error handler throws is an unhandled rejection.
  const contained = (error: unknown) => {
    try {
      onerror.call(ctx, error)
    } catch (again) {
      console.error(`readyz: the response to a probe could not be sent: ${describeCause(again)}`)
    }
    if (!ctx.res.writableEnded) ctx.res.destroy()
  }
  Object.assign(ctx, { onerror: contained, status })
  ctx.set(headers)
  ctx.body = body // After the headers, because Koa guesses a type that is missing.
}
