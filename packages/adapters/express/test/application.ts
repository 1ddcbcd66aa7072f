import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '@readyz/conformance'
import express5, { type Express } from 'express'
import express4 from 'express4'
import { onTestFinished } from 'vitest'

/** The supported major versions of Express. */
export const majors = [
  { major: 5, express: express5 },
  { major: 4, express: express4 as unknown as typeof express5 },
] as const

export interface ReceivedResponse {
  readonly status: number | undefined
  readonly body: string
}

export interface SendOptions {
  readonly headers?: Record<string, string>
  readonly body?: string
}

export type SendRequest = (path: string, options?: SendOptions) => Promise<ReceivedResponse>

async function* twoChunks() {
  yield 'one'
  await sleep(5)
  yield 'two'
}

/** Adds the routes of the conformance rules. */
export function addRoutes(app: Express): Express {
  app.get('/hello', (_req, res) => void res.send('hello'))
  app.post('/echo', (req, res) => void req.pipe(res))
  app.get('/stream', (_req, res) => void Readable.from(twoChunks()).pipe(res))
  app.get('/throw', () => {
    throw new Error('the application is broken')
  })
  return app
}

export async function serve(app: Express): Promise<Served> {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/**
 * Serves until the test ends. Returns a function that sends a request on a new connection, as a
 * prober does.
 */
export async function startApplication(app: Express): Promise<SendRequest> {
  const { url, close } = await serve(app)
  onTestFinished(() => void close())
  return async (path, { body, ...options } = {}) => {
    const sent = request(new URL(path, url), { agent: false, ...options }).end(body)
    const [response] = await once(sent, 'response')
    return { status: response.statusCode, body: await text(response) }
  }
}
