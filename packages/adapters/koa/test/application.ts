import { once } from 'node:events'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { Readable } from 'node:stream'
import { certificate } from '@readyz/certificate'
import type { Serve, Served } from '@readyz/conformance'
import koa3 from 'koa'
import koa2 from 'koa2'
import koa23 from 'koa23'
import type { Probes } from '../src/index.ts'

/**
 * The oldest and newest supported releases. Releases before 2.3 do not answer all pipelined
 * requests.
 */
export const releases = [
  ['3', koa3],
  ['2', koa2 as unknown as typeof koa3],
  ['2.3.0', koa23 as unknown as typeof koa3],
] as const

/** Adds the probes to an application. */
export type Mount = (app: koa3, probes: Probes) => unknown

/** Serves the application of the conformance rules, with the probes mounted by `mount`. */
export const serveOn =
  (Koa: typeof koa3, mount: Mount): Serve =>
  (probes) =>
    listen(createServer(listenerOf(createApp(Koa, mount, probes))))

/** Serves the application of the conformance rules over TLS, with HTTP/2 and HTTP/1.1. */
export function serveOverTlsOn(Koa: typeof koa3, mount: Mount): Serve {
  const keyAndCertificate = certificate()
  return async (probes) => {
    const options = { ...(await keyAndCertificate), allowHTTP1: true }
    return listen(createSecureServer(options, listenerOf(createApp(Koa, mount, probes))), 'https')
  }
}

function createApp(Koa: typeof koa3, mount: Mount, probes: Probes | undefined): koa3 {
  const app = new Koa()
  app.silent = true
  if (probes !== undefined) mount(app, probes)
  app.use(application)
  return app
}

/** Returns the request listener of an application. */
export function listenerOf(app: koa3) {
  const callback = app.callback()
  return (...args: Parameters<typeof callback>) => void callback(...args)
}

/** Listens on a free port. */
export async function listen(server: Server, scheme = 'http'): Promise<Served> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `${scheme}://127.0.0.1:${port}`, close: () => server.close() }
}

// Uses `originalUrl`, because an earlier middleware may have rewritten `path`.
const application: koa3.Middleware = (ctx, next) => {
  const [path] = ctx.originalUrl.split('?')
  if (path === '/hello') ctx.body = 'hello'
  else if (path === '/echo') ctx.body = ctx.req
  else if (path === '/stream') ctx.body = Readable.from(chunks())
  else if (path === '/throw') throw new Error('the application is broken')
  else return next()
  return undefined
}

async function* chunks() {
  yield 'one'
  await new Promise((resolve) => setTimeout(resolve, 5))
  yield 'two'
}
