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

/** An adapter in front of a listener. */
export type Adapter = (probes: Probes, listener: Listener) => Listener

async function* inTwo() {
  yield 'one'
  await sleep(5)
  yield 'two'
}

/** The application that the rules need, without a framework. */
export const application: Listener = (req, res) => {
  const path = req.url?.split('?')[0]
  if (path === '/hello' && req.method !== 'POST') res.end('hello')
  else if (path === '/echo') req.pipe(res)
  else if (path === '/stream') Readable.from(inTwo()).pipe(res)
  else {
    res.writeHead(path === '/throw' ? 500 : 404)
    res.end('not what you hoped for')
  }
}

export function send(res: Response, { status, headers, body }: ProbeResponse): void {
  res.writeHead(status, headers)
  res.end(body)
}

/** An adapter that sends answers in its own way, without a guard against what a response throws. */
export const sending =
  (write: (res: Response, response: ProbeResponse) => void): Adapter =>
  (probes, listener) =>
  (req, res) => {
    const response = probes.handle(req.method, req.url, req.headers.accept)
    if (response === undefined) listener(req, res)
    else if ('then' in response) void response.then((late) => write(res, late))
    else write(res, response)
  }

/** Keeps all rules. */
export const good: Adapter = sending((res, { status, headers, body }) => {
  try {
    res.writeHead(status, headers)
    if (res.req.method === 'HEAD') res.end()
    else res.end(body)
  } catch {
    res.destroy()
  }
})

const listenerOf = (adapter: Adapter, probes: Probes | undefined, behind: Listener) =>
  probes === undefined ? behind : adapter(probes, behind)

export const serveWith =
  (adapter: Adapter, behind = application): Serve =>
  async (probes) => {
    const server = createServer(listenerOf(adapter, probes, behind)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
  }

/** Over TLS, with HTTP/2 and HTTP/1.1. */
export const serveSecurelyWith = (adapter: Adapter): Serve => {
  const identity = certificate()
  return async (probes) => {
    const options = { ...(await identity), allowHTTP1: true }
    const server = createSecureServer(options, listenerOf(adapter, probes, application)).listen(
      0,
      '127.0.0.1',
    )
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `https://127.0.0.1:${port}`, close: () => server.close() }
  }
}
