import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Probes } from '../src/index.ts'

/** Serves `handle` of the probes over HTTP for an application in another process. */
export async function serveProbes(probes: Probes): Promise<{ url: string; server: Server }> {
  const server = createServer((req, res) => {
    void json(req)
      .then((probe) => probes.handle(...(probe as Parameters<Probes['handle']>)))
      .then((response) => res.end(JSON.stringify(response)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}
