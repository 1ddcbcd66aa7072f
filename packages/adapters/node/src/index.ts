import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import type { Probes } from '@readyz/core'
import { answer, type NodeRequest, type NodeResponse } from './answer.ts'
import { onSecondaryServer } from './secondary-servers.ts'

export * from '@readyz/core'
export type { NodeRequest, NodeResponse } from './answer.ts'
export { type ListenOptions, listen } from './listen.ts'
export { stopGracefully } from './stop.ts'
export type { ExitHook, StopOptions } from './stop-options.ts'
export type { OpenResponse } from './stop-traffic.ts'

/** The probes in front of a listener of `createServer`, such as an application of Express or the callback of Koa's. */
export function nodeProbes(
  probes: Pick<Probes, 'handle'>,
  listener: (req: IncomingMessage, res: ServerResponse) => unknown,
): (req: IncomingMessage, res: ServerResponse) => void
/** For node:http2: a listener that takes both kinds is told so, `nodeProbes<Http2ServerRequest, Http2ServerResponse>`. */
export function nodeProbes<Req extends NodeRequest, Res extends NodeResponse>(
  probes: Pick<Probes, 'handle'>,
  listener: (req: Req, res: Res) => unknown,
): (req: Req, res: Res) => void
export function nodeProbes<Req extends NodeRequest, Res extends NodeResponse>(
  probes: Pick<Probes, 'handle'>,
  listener: (req: Req, res: Res) => unknown,
): (req: Req, res: Res) => void {
  // With the result of the listener: where a server captures rejections it looks at it.
  return function (this: unknown, req, res) {
    return answer(probes, req, res) ? undefined : listener.call(this, req, res)
  }
}

/**
 * Answers the probes before any listener for the requests of a server of node:http, node:https or node:http2, also one that
 * is added later, and on the further servers that Fastify makes for the addresses of `localhost`. Call it once for each
 * server, before it listens; it cannot be undone.
 */
export function attachProbes(server: Server, probes: Pick<Probes, 'handle'>): void {
  attach(server, probes)
  onSecondaryServer(server, (secondary) => attach(secondary, probes))
}

function attach(server: Server, probes: Pick<Probes, 'handle'>): void {
  // Not a listener: one that was added first would still not keep the others from a request, and frameworks and
  // libraries of sockets take the listeners away and put their own in front. All of them get requests through `emit`.
  const emit: (event: string | symbol, ...args: unknown[]) => boolean = server.emit
  server.emit = (event: string | symbol, ...args: unknown[]) =>
    (event === 'request' && answer(probes, args[0] as NodeRequest, args[1] as NodeResponse)) ||
    emit.call(server, event, ...args)
}
