import type { Serve } from '../../../src/index.ts'
import { application, good, serveSecurelyWith, serveWith } from '../application.ts'
import { answering, asking, refusing, taking } from './change-adapter.ts'
import {
  addsHeader,
  answersOnce,
  asksEveryTime,
  buffers,
  decodes,
  demandsHost,
  drainsWhenLeft,
  flushesEarly,
  ignoresMethod,
  ignoresQuery,
  limits,
  losesFirstPiece,
  neverForgets,
  overtakes,
  standsBehind,
  writesOwnBody,
} from './requests.ts'
import {
  demandsDelivery,
  expectsErrors,
  sendsHalf,
  swallowsErrors,
  throwsErrors,
} from './sending.ts'

/** For each rule, by its name, an adapter that the rule must reject. */
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
