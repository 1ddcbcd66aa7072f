import type { ProbeResponse, Probes } from '@readyz/core'
import type { Serve } from '../../src/index.ts'
import {
  type Adapter,
  application,
  good,
  type Request,
  type Response,
  send,
  sending,
  serveSecurelyWith,
  serveWith,
} from './application.ts'

type Handle = Probes['handle']

/** Asks core otherwise than it should. */
const asking =
  (change: (handle: Handle, probes: Probes) => Handle): Adapter =>
  (probes, listener) =>
    good({ ...probes, handle: change(probes.handle, probes) }, listener)

/** Takes another target for that of the request. */
const taking = (change: (target: string, probes: Probes) => string) =>
  asking((handle, probes) => (method, target, accept) => {
    return handle(method, change(target ?? '', probes), accept)
  })

/** Sends something else than the answer. */
const answering = (change: (response: ProbeResponse) => Partial<ProbeResponse>) =>
  sending((res, response) => send(res, { ...response, ...change(response) }))

/** Does something first with every request. */
const first =
  (act: (req: Request, res: Response, probes: Probes) => unknown): Adapter =>
  (probes, listener) =>
  (req, res) => {
    act(req, res, probes)
    good(probes, listener)(req, res)
  }

/** Refuses requests before it looks whether they are probes. */
const refusing =
  (isRefused: (req: Request, res: Response) => boolean): Adapter =>
  (probes, listener) =>
  (req, res) => {
    if (isRefused(req, res)) send(res, { status: 400, headers: {}, body: 'refused' })
    else good(probes, listener)(req, res)
  }

const addsHeader = first((_req, res) => res.setHeader('X-Probed', 'yes'))
const ignoresMethod = asking((handle) => (_, target, accept) => handle('GET', target, accept))
const ignoresQuery = taking((target) => target.split('?')[0] ?? '')
const writesOwnBody = answering(() => ({ body: 'unhealthy' }))
const decodes = taking((target) => decodeURIComponent(target).replace('//', '/'))
const demandsHost = refusing((req) => req.headers.host === undefined)

const drainsWhenLeft = first((_req, res, probes) => {
  res.once('close', () => {
    if (!res.writableEnded) probes.drain()
  })
})

const standsBehind: Adapter = (probes, listener) => (req, res) => {
  if (req.url === '/hello') listener(req, res)
  else good(probes, listener)(req, res)
}

const losesFirstPiece: Adapter = (probes, listener) => (req, res) => {
  if (req.method === 'POST') req.once('data', () => listener(req, res))
  else good(probes, listener)(req, res)
}

const buffers = first((_req, res) => {
  const parts: unknown[] = []
  const end = res.end.bind(res)
  const write = (part: unknown) => parts.push(part) > 0
  Object.assign(res, { write, end: (part = '') => end([...parts, part].join('')) })
})

const flushesEarly = sending((res, { status, headers, body }) => {
  res.writeHead(status, headers)
  if ('flushHeaders' in res) res.flushHeaders()
  setTimeout(() => res.end(body), 50)
})

const overtakes = sending((res, { headers, body }) => {
  const lines = Object.entries(headers).map((header) => `${header.join(': ')}\r\n`)
  res.req.socket.write(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n${body}`)
})

const asksEveryTime = first((_req, _res, probes) => probes.readiness())

/** Serves no more than so many requests at a time. */
function limits(most: number): Adapter {
  let count = 0
  return refusing((_req, res) => {
    count += 1
    res.once('close', () => {
      count -= 1
    })
    return count > most
  })
}

/** Fails with all probes that come after one that failed. */
function neverForgets(): Adapter {
  let failed = 200
  return answering(({ status }) => {
    failed = Math.max(failed, status)
    return { status: failed }
  })
}

function answersOnce(): Adapter {
  let count = 0
  return refusing(() => {
    count += 1
    return count > 1
  })
}

const throwsErrors = sending(send)

/** Reads the message of whatever is thrown. */
const expectsErrors = sending((res, response) => {
  try {
    send(res, response)
  } catch (error) {
    res.destroy((error as Error).message ? undefined : (error as Error))
  }
})

/** Leaves the connection open. */
const swallowsErrors = sending((res, response) => {
  try {
    send(res, response)
  } catch {
    return
  }
})

/** Sends the head before it knows whether the body can be sent. */
const sendsHalf = sending((res, { status, headers, body }) => {
  try {
    res.writeHead(status, headers)
    if ('flushHeaders' in res) res.flushHeaders()
    res.end(body)
  } catch {
    res.destroy()
  }
})

/** Takes a response that cannot be delivered for an error of its own. */
const demandsDelivery = sending((res, { status, headers, body }) => {
  res.writeHead(status, headers)
  const fail = (error?: Error | null) => {
    if (error) throw error
  }
  if ('stream' in res) res.write(body, 'utf8', fail)
  else res.write(body, fail)
  res.end()
})

/** For each rule, by its name, what it has to refuse. */
export const bad: Readonly<Record<string, Serve>> = {
  'the application is the one that serve has to serve': serveWith(good, (req, res) => {
    if (req.url === '/hello') res.end('Hello!')
    else application(req, res)
  }),
  'the application answers as it does without probes': serveWith(addsHeader),
  'the body of a request reaches the application whole': serveWith(losesFirstPiece),
  'an application that throws answers for itself, and the probes go on': serveWith(
    refusing(({ url }) => url === '/throw'),
  ),
  'an application that streams goes on streaming': serveWith(buffers),

  'every path of the probes is answered': serveWith(
    taking((target) => target.replace('livez', 'alive')),
  ),
  'paths of the options are answered, and the usual ones are then left to the application':
    serveWith(taking((target, { paths: [path = ''] }) => (target === '/healthz' ? path : target))),
  'a path that the application has too is answered, and not shown to it': serveWith(standsBehind),
  'a probe is answered whatever its query': serveWith(
    taking((target, { paths }) => (paths.includes(target) ? target : '/')),
  ),
  'a probe is answered whatever its Host header': serveWith(
    refusing(({ headers }) => headers.host?.startsWith('127.0.0.1') === false),
  ),
  'a probe whose target is in absolute form is answered': serveWith(
    taking((target) => (target.startsWith('/') ? target : '/')),
  ),
  'a probe in HTTP/1.0 without a Host is answered, and its connection closed':
    serveWith(demandsHost),
  'a probe of the kubelet is answered, and its connection closed': serveWith(
    refusing(({ headers }) => headers['user-agent']?.includes('probe') === true),
  ),
  'HEAD is answered with the status and the headers of GET, and no body': serveWith(
    refusing(({ method }) => method === 'HEAD'),
  ),
  'a trailing slash is left to the application': serveWith(
    taking((target) => target.replace(/\/$/, '')),
  ),
  'another case is left to the application': serveWith(taking((target) => target.toLowerCase())),
  'an encoded path is left to the application': serveWith(decodes),
  'an encoded slash is left to the application': serveWith(decodes),
  'two slashes are left to the application': serveWith(
    taking((target) => target.replace('//', '/')),
  ),
  'one more segment is left to the application': serveWith(
    taking((target) => target.slice(0, target.indexOf('/', 1))),
  ),
  'one segment before is left to the application': serveWith(
    taking((target) => target.slice(target.lastIndexOf('/'))),
  ),
  'a path that begins like one of a probe is left to the application': serveWith(
    taking((target, { paths }) => paths.find((path) => target.startsWith(path)) ?? ''),
  ),
  'a path of a probe in the query is left to the application': serveWith(asksEveryTime),
  'path parameters are left to the application': serveWith(
    taking((target) => target.split(';')[0] ?? ''),
  ),
  'POST is left to the application': serveWith(ignoresMethod),
  'PUT is left to the application': serveWith(ignoresMethod),
  'PATCH is left to the application': serveWith(ignoresMethod),
  'DELETE is left to the application': serveWith(ignoresMethod),
  'OPTIONS is left to the application': serveWith(refusing(({ method }) => method === 'OPTIONS')),
  'dot segments are left to the application, unless the server has resolved them': serveWith(
    taking((target) => new URL(target, 'http://localhost').href),
  ),

  'a passing probe is OK': serveWith(answering(() => ({ status: 204 }))),
  'a failing readiness says what failed, and liveness is OK': serveWith(writesOwnBody),
  'a failing probe has the status of the options': serveWith(answering(() => ({ status: 503 }))),
  'every way to fail is answered': serveWith(writesOwnBody),
  '?verbose is answered with a line for every checker': serveWith(ignoresQuery),
  '?format=json is answered with the report': serveWith(ignoresQuery),
  'a query behind another is answered': serveWith(taking((target) => target.split('&')[0] ?? '')),
  'the Accept header is answered with the report, which then varies': serveWith(
    asking((handle) => (method, target) => handle(method, target)),
  ),
  'an Accept header that names everything is answered with text': serveWith(
    asking((handle) => (method, target) => handle(method, target, 'application/json')),
  ),
  'a failure in letters outside ASCII is answered with its length in bytes': serveWith(
    answering(({ body, headers }) => ({
      headers: { ...headers, 'Content-Length': String(body.length) },
    })),
  ),
  'an answer is one piece': serveWith(flushesEarly),
  'an answer is the same each time': serveWith(answersOnce()),

  'liveness is answered while a readiness check hangs': serveWith(limits(1)),
  'a hundred simultaneous probes are one check': serveWith(limits(50)),
  'a prober that hangs up changes nothing': serveWith(drainsWhenLeft),
  'a prober that resets its connection changes nothing': serveWith(drainsWhenLeft),
  'a check that hangs is answered within the budget': serveWith(writesOwnBody),
  'readiness fails as soon as the process drains, and liveness does not': serveWith(neverForgets()),

  'a connection that is kept alive serves probes and the application in turn': serveWith(
    answering(({ headers }) => ({ headers: { ...headers, Connection: 'close' } })),
  ),
  'requests in a pipeline are answered in their order': serveWith(overtakes),
  'a probe with a body is answered, and so is what follows it': serveWith(
    refusing(({ headers }) => headers['content-length'] !== undefined),
  ),

  'HEAD is answered by a server that rejects a body where none is allowed': serveWith(throwsErrors),
  'a response that throws when its head is written does not end the process':
    serveWith(throwsErrors),
  'a response that throws once when its head is written does not end the process':
    serveWith(swallowsErrors),
  'a response that throws a value that is not an error does not end the process':
    serveWith(expectsErrors),
  'a response that throws when it is ended does not end the process': serveWith(sendsHalf),
  'a response that has a header that Node rejects does not end the process':
    serveWith(throwsErrors),
  'a response that is destroyed when its head is written does not end the process':
    serveWith(demandsDelivery),

  'a probe over HTTP/2 is answered as over HTTP/1.1, where the server speaks it':
    serveSecurelyWith(demandsHost),
  'the application answers over HTTP/2 as it does without probes': serveSecurelyWith(addsHeader),
  'a response that throws over HTTP/2 ends its stream, but neither its session nor the process':
    serveSecurelyWith(throwsErrors),
  'a prober that cancels its stream of HTTP/2 changes nothing': serveSecurelyWith(drainsWhenLeft),
}
