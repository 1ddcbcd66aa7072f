import type { ProbeResponse, Probes } from '@readyz/core'

export * from '@readyz/core'

/** What is needed of a context of Hono 4. */
export interface HonoContext {
  readonly req: {
    readonly method: string
    readonly url: string
    header(name: string): string | undefined
  }
}

/**
 * The probes as a handler, to be registered first: `app.on(['GET', 'HEAD'], [...probes.paths], honoProbes(probes))`.
 * As a middleware, `app.use(honoProbes(probes))`, it does the same, but takes Hono off its fast path.
 */
export function honoProbes(
  probes: Pick<Probes, 'handle'>,
): <Passed>(c: HonoContext, next: () => Promise<Passed>) => Promise<Response | Passed> {
  return (c, next) => {
    const response = probes.handle(c.req.method, c.req.url, c.req.header('accept'))
    return response === undefined ? next() : Promise.resolve(response).then(toResponse)
  }
}

function toResponse({ status, headers, body }: ProbeResponse): Response {
  return new Response(body, { status, headers })
}
