import type { ProbeResponse, Probes } from '@readyz/core'
import { type Adapter, good, type Request, type Response, send, sending } from '../application.ts'

type Handle = Probes['handle']

/** Calls `handle` of core in another way than the request requires. */
export const asking =
  (change: (handle: Handle, probes: Probes) => Handle): Adapter =>
  (probes, listener) =>
    good({ ...probes, handle: change(probes.handle, probes) }, listener)

/** Passes another target to core than that of the request. */
export const taking = (change: (target: string, probes: Probes) => string) =>
  asking((handle, probes) => (method, target, accept) => {
    return handle(method, change(target ?? '', probes), accept)
  })

/** Sends another response than that of core. */
export const answering = (change: (response: ProbeResponse) => Partial<ProbeResponse>) =>
  sending((res, response) => send(res, { ...response, ...change(response) }))

/** Calls `act` with every request before the request is handled. */
export const first =
  (act: (req: Request, res: Response, probes: Probes) => unknown): Adapter =>
  (probes, listener) =>
  (req, res) => {
    act(req, res, probes)
    good(probes, listener)(req, res)
  }

/** Refuses requests before it checks whether they are probes. */
export const refusing =
  (isRefused: (req: Request, res: Response) => boolean): Adapter =>
  (probes, listener) =>
  (req, res) => {
    if (isRefused(req, res)) send(res, { status: 400, headers: {}, body: 'refused' })
    else good(probes, listener)(req, res)
  }
