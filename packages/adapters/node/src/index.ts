import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import type { Probes } from '@readyz/core'
import { answerProbe, type NodeRequest, type NodeResponse } from './answer-probe.ts'
import { onSecondaryServer } from './secondary-servers.ts'

export * from '@readyz/core'
export type { NodeRequest, NodeResponse } from './answer-probe.ts'
export { type ListenOptions, listen } from './listen.ts'
export type { OpenResponse } from './shutdown/connection-tracker.ts'
export type { ExitHook, StopOptions } from './shutdown/options.ts'
export { stopGracefully } from './shutdown/stop-gracefully.ts'

/**
 * Returns a request listener for `createServer` that answers the probes and passes every other
 * request to `listener`, such as an Express application or `app.callback()` of Koa.
 */
export function nodeProbes(
  probes: Pick<Probes, 'handle'>,
  listener: (req: IncomingMessage, res: ServerResponse) => unknown,
): (req: IncomingMessage, res: ServerResponse) => void
/**
 * For node:http2. Declare the types if TypeScript cannot infer them:
 * `nodeProbes<Http2ServerRequest, Http2ServerResponse>`.
 */
export function nodeProbes<Req extends NodeRequest, Res extends NodeResponse>(
  probes: Pick<Probes, 'handle'>,
  listener: (req: Req, res: Res) => unknown,
): (req: Req, res: Res) => void
export function nodeProbes<Req extends NodeRequest, Res extends NodeResponse>(
  probes: Pick<Probes, 'handle'>,
  listener: (req: Req, res: Res) => unknown,
): (req: Req, res: Res) => void {
  // Returns the result of the listener, because a server with `captureRejections` handles its
  // rejection.
  return function (this: unknown, req, res) {
    return answerProbe(probes, req, res) ? undefined : listener.call(this, req, res)
  }
}

/**
 * Makes a server of node:http, node:https or node:http2 answer the probes before any of its request
 * listeners, including listeners that are added later. It includes the additional servers that
 * Fastify creates for the addresses of `localhost`. Call it once for each server, before the server
 * listens. It cannot be undone.
 */
export function attachProbes(server: Server, probes: Pick<Probes, 'handle'>): void {
  attach(server, probes)
  onSecondaryServer(server, (secondary) => attach(secondary, probes))
}

function attach(server: Server, probes: Pick<Probes, 'handle'>): void {
  // Not a listener, because a listener cannot stop the others from receiving a request. Frameworks
  // and WebSocket libraries also remove all listeners and add their own first. Every listener
  // receives its requests through `emit`.
  const emit: (event: string | symbol, ...args: unknown[]) => boolean = server.emit
  server.emit = (event: string | symbol, ...args: unknown[]) =>
    (event === 'request' && answerProbe(probes, args[0] as NodeRequest, args[1] as NodeResponse)) ||
    emit.call(server, event, ...args)
}
