import { setTimeout as sleep } from 'node:timers/promises'
import { overHttp1 } from './http1-clients.ts'
import { overHttp2 } from './http2-client.ts'
import type { Ledger } from './ledger.ts'
import { pipelining } from './pipelining.ts'
import { webSocket } from './web-socket.ts'

/** Where the server is, and where what becomes of the requests is written down. */
export interface Target {
  readonly url: string
  readonly ledger: Ledger
}

/** Sends one request, or several at once, and says whether it goes on. Never rejects. */
export type Send = () => Promise<boolean>
/** Prepares to send. */
export type Client = (target: Target, name: string) => Send

/** By name, with how many of it there are and the milliseconds that each waits after an answer. */
export interface Crowd {
  readonly client: Client
  readonly size: number
  readonly gap: number
}

const { keepAlive, fresh, fetching, uploading, downloading } = overHttp1

const http1: Readonly<Record<string, Crowd>> = {
  'keep-alive': { client: keepAlive, size: 12, gap: 3 },
  'keep-alive, 0.3 s idle': { client: keepAlive, size: 6, gap: 300 },
  'new connection each': { client: fresh, size: 2, gap: 10 },
  'slow upload': { client: uploading, size: 3, gap: 5 },
  'slow download': { client: downloading, size: 3, gap: 5 },
}
const plain: Readonly<Record<string, Crowd>> = {
  fetch: { client: fetching, size: 4, gap: 5 },
  pipelining: { client: pipelining, size: 3, gap: 5 },
}
const http2: Readonly<Record<string, Crowd>> = {
  'HTTP/2': { client: overHttp2('/quick/'), size: 4, gap: 3 },
  'HTTP/2, slow download': { client: overHttp2('/download/'), size: 2, gap: 5 },
}
const sockets: Readonly<Record<string, Crowd>> = {
  WebSocket: { client: webSocket, size: 5, gap: 10 },
}

/** Who comes to which kind of server. */
export const crowds: Readonly<Record<string, Readonly<Record<string, Crowd>>>> = {
  http: { ...http1, ...plain, ...sockets },
  https: { ...http1, ...sockets },
  http2: { ...http1, ...http2 },
  h2c: http2,
  'h2c streams': http2,
}
/** Who comes to a framework, whose answers are all quick. */
export const frameworkCrowd: Readonly<Record<string, Crowd>> = {
  'keep-alive': { client: keepAlive, size: 8, gap: 3 },
  'new connection each': { client: fresh, size: 2, gap: 10 },
  fetch: { client: fetching, size: 4, gap: 5 },
}

/** Sends until it may not any more. */
export async function insist(send: Send, gap: number): Promise<void> {
  while (await send()) await sleep(gap)
}
