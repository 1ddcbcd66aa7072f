import type { ProbeResponse, Probes } from '@readyz/core'
import {
  type Adapter,
  adapterThatSends,
  goodAdapter,
  type Request,
  type Response,
  send,
} from '../application.ts'

type Handle = Probes['handle']

/** Creates an adapter that replaces `handle` of core. */
export const replaceHandle =
  (change: (handle: Handle, probes: Probes) => Handle): Adapter =>
  (probes, listener) =>
    goodAdapter({ ...probes, handle: change(probes.handle, probes) }, listener)

/** Creates an adapter that passes a changed request target to core. */
export const changeTarget = (change: (target: string, probes: Probes) => string): Adapter =>
  replaceHandle((handle, probes) => (method, target, accept) => {
    return handle(method, change(target ?? '', probes), accept)
  })

/** Creates an adapter that sends a changed response of core. */
export const changeResponse = (
  change: (response: ProbeResponse) => Partial<ProbeResponse>,
): Adapter => adapterThatSends((res, response) => send(res, { ...response, ...change(response) }))

/** Creates an adapter that calls `act` with every request before it handles the request. */
export const beforeEachRequest =
  (act: (req: Request, res: Response, probes: Probes) => unknown): Adapter =>
  (probes, listener) =>
  (req, res) => {
    act(req, res, probes)
    goodAdapter(probes, listener)(req, res)
  }

/** Creates an adapter that rejects some requests, whether or not they are probes. */
export const rejectRequests =
  (isRejected: (req: Request, res: Response) => boolean): Adapter =>
  (probes, listener) =>
  (req, res) => {
    if (isRejected(req, res)) send(res, { status: 400, headers: {}, body: 'rejected' })
    else goodAdapter(probes, listener)(req, res)
  }
