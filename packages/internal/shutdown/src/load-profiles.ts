import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Send } from './client.ts'
import { http1Clients } from './http1-client.ts'
import { http2Client } from './http2-client.ts'
import { pipeliningClient } from './pipelining-client.ts'
import { webSocketClient } from './websocket-client.ts'

/** Several clients of one type. */
export interface ClientGroup {
  readonly client: Client
  /** Number of clients. */
  readonly size: number
  /** Milliseconds that each client waits after a response. */
  readonly pauseMs: number
}

/** Groups of clients, by the name under which their requests are counted. */
export type LoadProfile = Readonly<Record<string, ClientGroup>>

const { keepAlive, newConnection, fetching, uploading, downloading } = http1Clients

const http1: LoadProfile = {
  'keep-alive': { client: keepAlive, size: 12, pauseMs: 3 },
  'keep-alive, 0.3 s idle': { client: keepAlive, size: 6, pauseMs: 300 },
  'new connection each': { client: newConnection, size: 2, pauseMs: 10 },
  'slow upload': { client: uploading, size: 3, pauseMs: 5 },
  'slow download': { client: downloading, size: 3, pauseMs: 5 },
}
const plainHttp1: LoadProfile = {
  fetch: { client: fetching, size: 4, pauseMs: 5 },
  pipelining: { client: pipeliningClient, size: 3, pauseMs: 5 },
}
const http2: LoadProfile = {
  'HTTP/2': { client: http2Client('/quick/'), size: 4, pauseMs: 3 },
  'HTTP/2, slow download': { client: http2Client('/download/'), size: 2, pauseMs: 5 },
}
const webSockets: LoadProfile = {
  WebSocket: { client: webSocketClient, size: 5, pauseMs: 10 },
}

const serverProfiles: Readonly<Record<string, LoadProfile>> = {
  http: { ...http1, ...plainHttp1, ...webSockets },
  https: { ...http1, ...webSockets },
  http2: { ...http1, ...http2 },
  h2c: http2,
  'h2c streams': http2,
}
/** For the servers of frameworks, which send every response at once. */
const frameworkProfile: LoadProfile = {
  'keep-alive': { client: keepAlive, size: 8, pauseMs: 3 },
  'new connection each': { client: newConnection, size: 2, pauseMs: 10 },
  fetch: { client: fetching, size: 4, pauseMs: 5 },
}

/** The clients for a kind of server. */
export function loadProfileOf(serverKind: string): LoadProfile {
  return serverProfiles[serverKind] ?? frameworkProfile
}

/** Sends requests until the client may not continue. */
export async function sendRepeatedly(send: Send, pauseMs: number): Promise<void> {
  while (await send()) await sleep(pauseMs)
}
