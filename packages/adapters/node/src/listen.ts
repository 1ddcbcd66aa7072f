import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { inspect } from 'node:util'
import type { ProbeResponse, Probes } from '@readyz/core'
import { answer, send } from './answer.ts'

export interface ListenOptions {
  /** 0 for one that is free. */
  readonly port: number
  /** Default all addresses, of IPv6 and IPv4. The kubelet comes to the address of the pod, not to localhost. */
  readonly host?: string
}

/**
 * Answers the probes on a port of their own, for workers without HTTP and for probes that the public is not to reach.
 * Any other path is 404, any other method 405.
 *
 * Keeps no process alive, nor do its connections: a worker whose work has ended would otherwise say for ever that it
 * lives. `ref()` of the server makes it keep the process.
 *
 * @returns the server, when it listens; rejects with the error of the system when it cannot, as on a port that is taken
 * @throws TypeError naming the port, if it is none
 */
export function listen(
  probes: Pick<Probes, 'handle' | 'paths'>,
  { port, host }: ListenOptions,
): Promise<Server> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`port must be a whole number from 0 to 65535, got ${inspect(port)}`)
  }
  const server = createServer((req, res) => {
    if (!answer(probes, req, res)) send(req, res, refusal(probes, req))
  })
  server.on('connection', (socket) => socket.unref())
  return start(server.listen({ port, host }).unref())
}

async function start(server: Server): Promise<Server> {
  await once(server, 'listening')
  return server
}

function refusal({ paths }: Pick<Probes, 'paths'>, { url = '' }: IncomingMessage): ProbeResponse {
  const [path = ''] = url.split('?')
  const headers = { 'Content-Length': '0' }
  return paths.includes(path)
    ? { status: 405, headers: { ...headers, Allow: 'GET, HEAD' }, body: '' }
    : { status: 404, headers, body: '' }
}
