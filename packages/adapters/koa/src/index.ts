import type { ProbeResponse, Probes } from '@readyz/core'

export * from '@readyz/core'

/** What is needed of a context, of Koa 2 and 3. */
export interface KoaContext {
  readonly req: {
    readonly method?: string | undefined
    readonly headers: { readonly accept?: string | undefined }
  }
  /** The target as the client sent it. `url` is what a mount or a rewriting middleware made of it. */
  readonly originalUrl: string
  readonly headerSent: boolean
  status: number
  body: unknown
  set(headers: Record<string, string>): unknown
}

/**
 * The probes as a middleware, to be used first, before anything that may touch a database, a session, auth or a
 * rate limit.
 */
export function koaProbes(
  probes: Pick<Probes, 'handle'>,
): (ctx: KoaContext, next: () => Promise<unknown>) => Promise<unknown> | undefined {
  return (ctx, next) => {
    const response = probes.handle(ctx.req.method, ctx.originalUrl, ctx.req.headers.accept)
    if (response === undefined) return next()
    if ('then' in response) return response.then((late) => answer(ctx, late))
    return answer(ctx, response)
  }
}

function answer(ctx: KoaContext, { status, headers, body }: ProbeResponse): undefined {
  if (ctx.headerSent) return // Somebody in front lost patience, and Koa would destroy what he is sending.
  ctx.status = status
  ctx.set(headers)
  ctx.body = body // Behind the headers: it guesses the type that is missing.
}
