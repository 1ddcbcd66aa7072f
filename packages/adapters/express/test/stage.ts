import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import express5 from 'express'
import express4 from 'express4'
import { onTestFinished } from 'vitest'

/** The majors of Express that are claimed to work. */
export const majors = [
  { major: 5, express: express5 },
  { major: 4, express: express4 as unknown as typeof express5 },
] as const

export interface Answer {
  readonly status: number | undefined
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface AskOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly signal?: AbortSignal
  readonly body?: string
}

export type Ask = (path: string, options?: AskOptions) => Promise<Answer>

/** Listens on a free port until the test is over; asks as a prober does, a connection for each request. */
export async function serve(app: express5.Express): Promise<Ask> {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return async (path, { method = 'GET', body, ...options } = {}) => {
    const asked = request({ host: '127.0.0.1', port, path, method, agent: false, ...options }).end(
      body,
    )
    const [response] = await once(asked, 'response')
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }
}
