import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { certificate } from '@readyz/certificate'
import type { ProbeResponse, Probes } from '@readyz/core'
import type { Serve } from '../../src/index.ts'

export type Request = IncomingMessage | Http2ServerRequest
export type Response = ServerResponse | Http2ServerResponse

type Listener = (req: Request, res: Response) => void

/** Returns a listener that answers probes and passes other requests to `listener`. */
export type Adapter = (probes: Probes, listener: Listener) => Listener

async function* twoChunks() {
  yield 'one'
  await sleep(5)
  yield 'two'
}

/** The application that the type `Serve` describes, without a framework. */
export const application: Listener = (req, res) => {
  const path = req.url?.split('?')[0]
  if (path === '/hello' && req.method !== 'POST') res.end('hello')
  else if (path === '/echo') req.pipe(res)
  else if (path === '/stream') Readable.from(twoChunks()).pipe(res)
  else {
    res.writeHead(path === '/throw' ? 500 : 404)
    res.end('not found')
  }
}

export function send(res: Response, { status, headers, body }: ProbeResponse): void {
  res.writeHead(status, headers)
  res.end(body)
}

/** Creates an adapter that sends each response with `write`, and does not catch its errors. */
export const adapterThatSends =
  (write: (res: Response, response: ProbeResponse) => void): Adapter =>
  (probes, listener) =>
  (req, res) => {
    const response = probes.handle(req.method, req.url, req.headers.accept)
    if (response === undefined) listener(req, res)
    else if ('then' in response) void response.then((resolved) => write(res, resolved))
    else write(res, response)
  }

/** An adapter that keeps all rules. */
export const goodAdapter: Adapter = adapterThatSends((res, { status, headers, body }) => {
  try {
    res.writeHead(status, headers)
    if (res.req.method === 'HEAD') res.end()
    else res.end(body)
  } catch {
    res.destroy()
  }
})

const withAdapter = (adapter: Adapter, probes: Probes | undefined, listener: Listener) =>
  probes === undefined ? listener : adapter(probes, listener)

export const serveWith =
  (adapter: Adapter, listener = application): Serve =>
  async (probes) => {
    const server = createServer(withAdapter(adapter, probes, listener)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
  }

/** Serves HTTP/2 and HTTP/1.1 over TLS. */
export const serveOverTls = (adapter: Adapter): Serve => {
  const keyAndCertificate = certificate()
  return async (probes) => {
    const options = { ...(await keyAndCertificate), allowHTTP1: true }
    const server = createSecureServer(options, withAdapter(adapter, probes, application)).listen(
      0,
      '127.0.0.1',
    )
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `https://127.0.0.1:${port}`, close: () => server.close() }
  }
}
