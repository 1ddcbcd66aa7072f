import { once } from 'node:events'
import { Agent, type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Target } from './client.ts'
import { fetchText } from './fetch-text.ts'
import { piece, pieceCount, piecePauseMs } from './request-listener.ts'

/** Sends a request with this id and resolves with the body of the response. */
type SendRequest = (id: string) => Promise<string>

/**
 * Returns a client that sends one request at a time. A response is complete if its body ends with
 * `ending(id)`.
 */
const client =
  (prepare: (target: Target) => SendRequest, ending: (id: string) => string = (id) => id): Client =>
  (target, name) => {
    const send = prepare(target)
    return async () => {
      const id = target.outcomes.send(name)
      try {
        const body = await send(id)
        if (!body.endsWith(ending(id))) throw new Error(`incomplete response: ${body.slice(-20)}`)
        target.outcomes.answered(id)
        return true
      } catch (error) {
        target.outcomes.failed(id, error, isOfNewConnection(error))
        return false
      }
    }
  }

// Set by `createRequester` and `fetchText`.
const isOfNewConnection = (error: unknown): boolean => Object(error).isNew === true

function createRequester(url: string, keepAlive: boolean) {
  const isSecure = url.startsWith('https:')
  const agent = isSecure
    ? new SecureAgent({ keepAlive, rejectUnauthorized: false })
    : new Agent({ keepAlive })
  return (path: string, method = 'GET'): ClientRequest => {
    const request = (isSecure ? requestHttps : requestHttp)(`${url}${path}`, { agent, method })
    request.once('error', (error) => Object.assign(error, { isNew: !request.reusedSocket }))
    return request
  }
}

async function bodyOf(request: ClientRequest): Promise<string> {
  const [response] = await once(request, 'response')
  const body = await text(response)
  // The connection returns to the agent after this turn of the event loop.
  await sleep(0)
  return body
}

function quickClient(keepAlive: boolean): Client {
  return client(({ url }) => {
    const request = createRequester(url, keepAlive)
    return (id) => bodyOf(request(`/quick/${id}`).end())
  })
}

async function upload(request: ClientRequest): Promise<string> {
  const body = bodyOf(request)
  body.catch(() => {})
  for (let sent = 0; sent < pieceCount && !request.destroyed; sent += 1) {
    request.write(piece)
    await sleep(piecePauseMs)
  }
  request.end()
  return body
}

type Name = 'keepAlive' | 'newConnection' | 'fetching' | 'uploading' | 'downloading'

export const http1Clients: Readonly<Record<Name, Client>> = {
  keepAlive: quickClient(true),
  newConnection: quickClient(false),
  fetching: client(
    ({ url }) =>
      (id) =>
        fetchText(url, `/quick/${id}`),
  ),
  uploading: client(
    ({ url }) => {
      const request = createRequester(url, true)
      return (id) => upload(request(`/upload/${id}`, 'POST'))
    },
    (id) => `${id} ${pieceCount * piece.length}`,
  ),
  downloading: client(
    ({ url }) => {
      const request = createRequester(url, true)
      return (id) => bodyOf(request(`/download/${id}`).end())
    },
    (id) => piece.repeat(pieceCount) + id,
  ),
}
