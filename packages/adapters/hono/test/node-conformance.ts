import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adapterConformance, type Serve } from '@readyz/conformance'
import { Hono } from 'hono'
import { Hono as Hono40 } from 'hono40'
import { describe, test } from 'vitest'
import { honoProbes, type Probes } from '../src/index.ts'
import { addRoutes } from './application.ts'

/** `getRequestListener` of a release of @hono/node-server. */
export type ListenerFactory = (
  fetch: Hono['fetch'],
  options: { readonly hostname: string },
) => RequestListener

/** Adds the probes to an application. */
type Mount = (app: Hono, probes: Probes) => unknown

/** The oldest and newest supported releases. */
export const releases = [
  ['newest', Hono],
  ['4.0.0', Hono40 as unknown as typeof Hono],
] as const

const byPath: Mount = (app, probes) =>
  app.on(['GET', 'HEAD'], [...probes.paths], honoProbes(probes))

const mounts: readonly (readonly [string, Mount])[] = [
  ['by path', byPath],
  ['as a middleware', (app, probes) => app.use(honoProbes(probes))],
  [
    'by path after a middleware',
    (app, probes) => {
      app.use((_, next) => next())
      byPath(app, probes)
    },
  ],
]

/**
 * Runs the conformance rules on Node for the oldest and newest supported Hono. Each release of
 * `@hono/node-server` needs its own process, because each replaces the global `Response`.
 */
export function nodeConformance(getRequestListener: ListenerFactory): void {
  describe.each(releases)('Hono %s', (_release, Application) => {
    describe.each(mounts)('mounted %s', (_, mount) => {
      adapterConformance(test, serveOn(getRequestListener, Application, mount))
    })
  })
}

function serveOn(
  getRequestListener: ListenerFactory,
  Application: typeof Hono,
  mount: Mount,
): Serve {
  return async (probes) => {
    const app = new Application()
    if (probes !== undefined) mount(app, probes)
    addRoutes(app)
    // With `hostname`, the server accepts requests without a Host header.
    const listener = getRequestListener(app.fetch, { hostname: 'localhost' })
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const quirks = { resolvesDotSegments: true, frameworkSendsResponse: true }
    return { url: `http://127.0.0.1:${port}`, quirks, close: () => server.close() }
  }
}
