import type { ProbeResponse, Probes } from '@readyz/core'

export * from '@readyz/core'

/** The properties of a Hono 4 context that the handler uses. */
export interface HonoContext {
  readonly req: {
    readonly method: string
    readonly url: string
    header(name: string): string | undefined
  }
}

/**
 * Returns a handler that answers the probes. Register it first. It also works as middleware,
 * `app.use(honoProbes(probes))`, but any `app.use` disables Hono's fast path for every request.
 *
 * @example
 * app.on(['GET', 'HEAD'], [...probes.paths], honoProbes(probes))
 */
export function honoProbes(
  probes: Pick<Probes, 'handle'>,
): <NextResult>(c: HonoContext, next: () => Promise<NextResult>) => Promise<Response | NextResult> {
  return (c, next) => {
    const response = probes.handle(c.req.method, c.req.url, c.req.header('accept'))
    return response === undefined ? next() : Promise.resolve(response).then(toResponse)
  }
}

function toResponse({ status, headers, body }: ProbeResponse): Response {
  return new Response(body, { status, headers })
}
