import { type Adapter, good, sending } from '../application.ts'
import { answering, asking, first, refusing, taking } from './change-adapter.ts'

export const addsHeader = first((_req, res) => res.setHeader('X-Probed', 'yes'))
export const ignoresMethod = asking(
  (handle) => (_, target, accept) => handle('GET', target, accept),
)
export const ignoresQuery = taking((target) => target.split('?')[0] ?? '')
export const writesOwnBody = answering(() => ({ body: 'unhealthy' }))
export const decodes = taking((target) => decodeURIComponent(target).replace('//', '/'))
export const demandsHost = refusing((req) => req.headers.host === undefined)

export const drainsWhenLeft = first((_req, res, probes) => {
  res.once('close', () => {
    if (!res.writableEnded) probes.drain()
  })
})

export const standsBehind: Adapter = (probes, listener) => (req, res) => {
  if (req.url === '/hello') listener(req, res)
  else good(probes, listener)(req, res)
}

export const losesFirstPiece: Adapter = (probes, listener) => (req, res) => {
  if (req.method === 'POST') req.once('data', () => listener(req, res))
  else good(probes, listener)(req, res)
}

export const buffers = first((_req, res) => {
  const parts: unknown[] = []
  const end = res.end.bind(res)
  const write = (part: unknown) => parts.push(part) > 0
  Object.assign(res, { write, end: (part = '') => end([...parts, part].join('')) })
})

export const flushesEarly = sending((res, { status, headers, body }) => {
  res.writeHead(status, headers)
  if ('flushHeaders' in res) res.flushHeaders()
  setTimeout(() => res.end(body), 50)
})

export const overtakes = sending((res, { headers, body }) => {
  const lines = Object.entries(headers).map((header) => `${header.join(': ')}\r\n`)
  res.req.socket.write(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n${body}`)
})

export const asksEveryTime = first((_req, _res, probes) => probes.readiness())

/** Serves at most `most` requests simultaneously. */
export function limits(most: number): Adapter {
  let count = 0
  return refusing((_req, res) => {
    count += 1
    res.once('close', () => {
      count -= 1
    })
    return count > most
  })
}

/** Fails every probe after the first failed one. */
export function neverForgets(): Adapter {
  let failed = 200
  return answering(({ status }) => {
    failed = Math.max(failed, status)
    return { status: failed }
  })
}

export function answersOnce(): Adapter {
  let count = 0
  return refusing(() => {
    count += 1
    return count > 1
  })
}
