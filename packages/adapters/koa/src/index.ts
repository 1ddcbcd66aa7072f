import { describeCause, type ProbeResponse, type Probes } from '@readyz/core'

export * from '@readyz/core'

/** The properties of a context that the middleware uses. Koa 2 and 3 have them. */
export interface KoaContext {
  readonly req: {
    readonly method?: string | undefined
    readonly headers: { readonly accept?: string | undefined }
  }
  readonly res: { readonly writableEnded: boolean; destroy(): unknown }
  /** The URL as the client sent it. `koa-mount` and rewriting middleware change `url`. */
  readonly originalUrl: string
  readonly headerSent: boolean
  status: number
  body: unknown
  set(headers: Record<string, string>): unknown
  onerror(error: unknown): void
}

/**
 * Returns a middleware that answers the probes. Use it before any middleware that uses a database,
 * a session, authentication or a rate limit.
 *
 * If the response throws while Koa sends it, Koa answers with its error page. If the error page
 * throws too, the middleware closes the connection and logs the error.
 */
export function koaProbes(
  probes: Pick<Probes, 'handle'>,
): (ctx: KoaContext, next: () => Promise<unknown>) => Promise<unknown> | undefined {
  return (ctx, next) => {
    const response = probes.handle(ctx.req.method, ctx.originalUrl, ctx.req.headers.accept)
    if (response === undefined) return next()
    return 'then' in response
      ? response.then((resolved) => respond(ctx, resolved))
      : respond(ctx, response)
  }
}

function respond(ctx: KoaContext, { status, headers, body }: ProbeResponse): undefined {
  // An earlier middleware has sent a response. If this function changed the body, Koa would destroy
  // the response.
  if (ctx.headerSent) return
  const { onerror } = ctx
  // Koa calls `onerror` if the response throws. If `onerror` throws too, the result would be an
  // unhandled rejection.
  const onerrorSafely = (error: unknown) => {
    try {
      onerror.call(ctx, error)
    } catch (secondError) {
      console.error(
        `readyz: the response to a probe could not be sent: ${describeCause(secondError)}`,
      )
    }
    if (!ctx.res.writableEnded) ctx.res.destroy()
  }
  Object.assign(ctx, { onerror: onerrorSafely, status })
  ctx.set(headers)
  // After the headers, because Koa sets a default Content-Type if there is none.
  ctx.body = body
}
