import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { inspect } from 'node:util'
import type { ProbeResponse, Probes } from '@readyz/core'
import { answerProbe, sendResponse } from './answer-probe.ts'

export interface ListenOptions {
  /** An integer from 0 to 65535. 0 selects a free port. */
  readonly port: number
  /**
   * Default: all IPv4 and IPv6 addresses. The kubelet connects to the address of the pod, not to
   * localhost.
   */
  readonly host?: string
}

/**
 * Answers the probes on a dedicated port, for workers without HTTP and for probes that must not be
 * public. Responds with 404 to any other path and with 405 to any other method.
 *
 * The server and its connections do not keep the process running, so that a worker exits when its
 * work has ended. Call `ref()` of the server to change that.
 *
 * @returns a promise of the server. It resolves when the server listens, and rejects with the
 * system error if it cannot, such as `EADDRINUSE`.
 * @throws TypeError that names the port if it is invalid
 */
export function listen(
  probes: Pick<Probes, 'handle' | 'paths'>,
  { port, host }: ListenOptions,
): Promise<Server> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`port must be a whole number from 0 to 65535, got ${inspect(port)}`)
  }
  const server = createServer((req, res) => {
    if (!answerProbe(probes, req, res)) sendResponse(req, res, rejection(probes, req))
  })
  server.on('connection', (socket) => socket.unref())
  return untilListening(server.listen({ port, host }).unref())
}

async function untilListening(server: Server): Promise<Server> {
  await once(server, 'listening')
  return server
}

function rejection({ paths }: Pick<Probes, 'paths'>, { url = '' }: IncomingMessage): ProbeResponse {
  const [path = ''] = url.split('?')
  const headers = { 'Content-Length': '0' }
  return paths.includes(path)
    ? { status: 405, headers: { ...headers, Allow: 'GET, HEAD' }, body: '' }
    : { status: 404, headers, body: '' }
}
