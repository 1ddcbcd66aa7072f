import type { Probes } from '@readyz/core'
import { type Adapter, adapterThatSends, goodAdapter } from '../application.ts'
import {
  beforeEachRequest,
  changeResponse,
  changeTarget,
  rejectRequests,
  replaceHandle,
} from './create-bad-adapter.ts'

export const addsHeaderToAllResponses = beforeEachRequest((_req, res) =>
  res.setHeader('X-Probed', 'yes'),
)
export const treatsEveryMethodAsGet = replaceHandle(
  (handle) => (_, target, accept) => handle('GET', target, accept),
)
export const removesQuery = changeTarget((target) => target.split('?')[0] ?? '')
export const replacesBody = changeResponse(() => ({ body: 'unhealthy' }))
export const decodesTarget = changeTarget((target) => decodeURIComponent(target).replace('//', '/'))
export const rejectsMissingHost = rejectRequests((req) => req.headers.host === undefined)
export const runsReadinessForEveryRequest = beforeEachRequest((_req, _res, probes) =>
  probes.readiness(),
)

export const drainsWhenProberDisconnects = beforeEachRequest((_req, res, probes) => {
  res.once('close', () => {
    if (!res.writableEnded) probes.drain()
  })
})

/** The application answers its own routes first. */
export const passesApplicationRoutesFirst: Adapter = (probes, listener) => (req, res) => {
  if (req.url === '/hello') listener(req, res)
  else goodAdapter(probes, listener)(req, res)
}

/** Reads a chunk of the request body before the application does. */
export const consumesFirstBodyChunk: Adapter = (probes, listener) => (req, res) => {
  if (req.method === 'POST') req.once('data', () => listener(req, res))
  else goodAdapter(probes, listener)(req, res)
}

/** Sends the response of the application when it has ended. */
export const buffersResponses = beforeEachRequest((_req, res) => {
  const parts: unknown[] = []
  const end = res.end.bind(res)
  const write = (part: unknown) => parts.push(part) > 0
  Object.assign(res, { write, end: (part = '') => end([...parts, part].join('')) })
})

export const sendsHeadersBeforeBody = adapterThatSends((res, { status, headers, body }) => {
  res.writeHead(status, headers)
  if ('flushHeaders' in res) res.flushHeaders()
  setTimeout(() => res.end(body), 50)
})

/** Writes to the socket, and so ahead of responses to earlier requests. */
export const writesToSocket = adapterThatSends((res, { headers, body }) => {
  const lines = Object.entries(headers).map((header) => `${header.join(': ')}\r\n`)
  res.req.socket.write(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n${body}`)
})

/** Rejects a request while `max` other requests are in flight. */
export function limitsSimultaneousRequests(max: number): Adapter {
  let count = 0
  return rejectRequests((_req, res) => {
    count += 1
    res.once('close', () => {
      count -= 1
    })
    return count > max
  })
}

/** Fails every probe after the first failed one. */
export function failsForeverAfterFailure(): Adapter {
  let highestStatus = 200
  return changeResponse(({ status }) => {
    highestStatus = Math.max(highestStatus, status)
    return { status: highestStatus }
  })
}

export function answersOnlyFirstRequest(): Adapter {
  let count = 0
  return rejectRequests(() => {
    count += 1
    return count > 1
  })
}

export const addsListenerToSocket = beforeEachRequest((req) => req.socket.on('close', () => {}))

/** Returns the first response of each target again, whatever the result of later checks is. */
export function cachesFirstResponse(): Adapter {
  const responses = new Map<string | undefined, ReturnType<Probes['handle']>>()
  return replaceHandle((handle) => (method, target, accept) => {
    const response = responses.get(target) ?? handle(method, target, accept)
    responses.set(target, response)
    return response
  })
}
