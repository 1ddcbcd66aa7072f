import type { Serve } from '../../../src/index.ts'
import { application, goodAdapter, serveOverTls, serveWith } from '../application.ts'
import {
  changeResponse,
  changeTarget,
  rejectRequests,
  replaceHandle,
} from './create-bad-adapter.ts'
import {
  addsHeaderToAllResponses,
  addsListenerToSocket,
  answersOnlyFirstRequest,
  buffersResponses,
  cachesFirstResponse,
  consumesFirstBodyChunk,
  decodesTarget,
  drainsWhenProberDisconnects,
  failsForeverAfterFailure,
  limitsSimultaneousRequests,
  passesApplicationRoutesFirst,
  rejectsMissingHost,
  removesQuery,
  replacesBody,
  runsReadinessForEveryRequest,
  sendsHeadersBeforeBody,
  treatsEveryMethodAsGet,
  writesToSocket,
} from './requests.ts'
import {
  catchesNoError,
  leavesConnectionOpenAfterError,
  readsMessageOfThrownValue,
  sendsHeadersOfFailedResponse,
  throwsIfWriteFails,
} from './response-errors.ts'

/** An adapter that each rule must reject, by the title of the rule. */
export const badAdapters: Readonly<Record<string, Serve>> = {
  'serve starts an application with the required routes': serveWith(goodAdapter, (req, res) => {
    if (req.url === '/hello') res.end('Hello!')
    else application(req, res)
  }),
  'the application responds as it does without probes': serveWith(addsHeaderToAllResponses),
  'the application receives the complete body of a request': serveWith(consumesFirstBodyChunk),
  'the framework handles an error that the application throws, and probes still pass': serveWith(
    rejectRequests(({ url }) => url === '/throw'),
  ),
  'the application can stream a response': serveWith(buffersResponses),

  'the adapter answers all default paths of the probes': serveWith(
    changeTarget((target) => target.replace('livez', 'alive')),
  ),
  'the adapter answers configured paths, and passes the default paths to the application':
    serveWith(
      changeTarget((target, { paths: [path = ''] }) => (target === '/healthz' ? path : target)),
    ),
  'the adapter answers a probe path that is also a route of the application': serveWith(
    passesApplicationRoutesFirst,
  ),
  'the adapter answers a probe with any query string': serveWith(
    changeTarget((target, { paths }) => (paths.includes(target) ? target : '/')),
  ),
  'the adapter answers a probe with any Host header': serveWith(
    rejectRequests(({ headers }) => headers.host?.startsWith('127.0.0.1') === false),
  ),
  'the adapter answers a probe whose target is an absolute URL': serveWith(
    changeTarget((target) => (target.startsWith('/') ? target : '/')),
  ),
  'the adapter answers an HTTP/1.0 probe without a Host header, and the connection closes':
    serveWith(rejectsMissingHost),
  'the adapter answers a probe of the kubelet, and the connection closes': serveWith(
    rejectRequests(({ headers }) => headers['user-agent']?.includes('probe') === true),
  ),
  'HEAD returns the status and the headers of GET, and no body': serveWith(
    rejectRequests(({ method }) => method === 'HEAD'),
  ),
  'a probe path with a trailing slash is passed to the application': serveWith(
    changeTarget((target) => target.replace(/\/$/, '')),
  ),
  'a probe path in upper case is passed to the application': serveWith(
    changeTarget((target) => target.toLowerCase()),
  ),
  'a percent-encoded probe path is passed to the application': serveWith(decodesTarget),
  'a probe path with an encoded slash is passed to the application': serveWith(decodesTarget),
  'a probe path with two slashes is passed to the application': serveWith(
    changeTarget((target) => target.replace('//', '/')),
  ),
  'a path that continues after a probe path is passed to the application': serveWith(
    changeTarget((target) => target.slice(0, target.indexOf('/', 1))),
  ),
  'a path that ends with a probe path is passed to the application': serveWith(
    changeTarget((target) => target.slice(target.lastIndexOf('/'))),
  ),
  'a path that starts with a probe path is passed to the application': serveWith(
    changeTarget((target, { paths }) => paths.find((path) => target.startsWith(path)) ?? ''),
  ),
  'a probe path in the query string is passed to the application': serveWith(
    runsReadinessForEveryRequest,
  ),
  'a probe path with path parameters is passed to the application': serveWith(
    changeTarget((target) => target.split(';')[0] ?? ''),
  ),
  'POST to a probe path is passed to the application': serveWith(treatsEveryMethodAsGet),
  'PUT to a probe path is passed to the application': serveWith(treatsEveryMethodAsGet),
  'PATCH to a probe path is passed to the application': serveWith(treatsEveryMethodAsGet),
  'DELETE to a probe path is passed to the application': serveWith(treatsEveryMethodAsGet),
  'OPTIONS to a probe path is passed to the application': serveWith(
    rejectRequests(({ method }) => method === 'OPTIONS'),
  ),
  'a probe path with dot segments is passed to the application, unless the server resolves them':
    serveWith(changeTarget((target) => new URL(target, 'http://localhost').href)),

  'a passing probe returns 200 and OK': serveWith(changeResponse(() => ({ status: 204 }))),
  'failing readiness returns 503 and the failed checker, and liveness returns 200':
    serveWith(replacesBody),
  'a failing probe returns the failureStatus of the options': serveWith(
    changeResponse(() => ({ status: 503 })),
  ),
  'a probe returns 503 if a check throws or rejects, with any value': serveWith(replacesBody),
  '?verbose returns a line for each checker': serveWith(removesQuery),
  '?format=json returns the report as JSON': serveWith(removesQuery),
  '?a=b&verbose returns a line for each checker': serveWith(
    changeTarget((target) => target.split('&')[0] ?? ''),
  ),
  'Accept: application/json returns the report as JSON with a Vary header': serveWith(
    replaceHandle((handle) => (method, target) => handle(method, target)),
  ),
  'Accept: */* returns text': serveWith(
    replaceHandle((handle) => (method, target) => handle(method, target, 'application/json')),
  ),
  'Content-Length is the length in bytes if the body is not ASCII': serveWith(
    changeResponse(({ body, headers }) => ({
      headers: { ...headers, 'Content-Length': String(body.length) },
    })),
  ),
  'a response is sent in one piece': serveWith(sendsHeadersBeforeBody),
  'repeated probes return identical responses': serveWith(answersOnlyFirstRequest()),

  'liveness and the application respond while a readiness check is pending': serveWith(
    limitsSimultaneousRequests(1),
  ),
  'a hundred simultaneous probes run one check': serveWith(limitsSimultaneousRequests(50)),
  'a prober that closes its connection does not affect the run': serveWith(
    drainsWhenProberDisconnects,
  ),
  'a prober that resets its connection does not affect the run': serveWith(
    drainsWhenProberDisconnects,
  ),
  'a probe is answered within its budget if a check hangs': serveWith(replacesBody),
  'readiness fails as soon as the process is draining, and liveness passes': serveWith(
    failsForeverAfterFailure(),
  ),

  'a keep-alive connection serves probes and requests of the application in turn': serveWith(
    changeResponse(({ headers }) => ({ headers: { ...headers, Connection: 'close' } })),
  ),
  'pipelined requests are answered in order': serveWith(writesToSocket),
  'a probe with a body is answered, and so is the next request on its connection': serveWith(
    rejectRequests(({ headers }) => headers['content-length'] !== undefined),
  ),

  'a malformed target is passed to the application, and probes still pass': serveWith(
    rejectRequests(({ url = '' }) => /%(?![\da-f]{2})/i.test(url)),
  ),
  'the application receives a body of 1 MB, and a body in JSON': serveWith(
    rejectRequests(({ headers }) => Number(headers['content-length']) > 65_536),
  ),
  'Accept with several types returns the preferred one of JSON and text': serveWith(
    replaceHandle((handle) => (method, target, accept) => {
      return handle(method, target, accept?.split(',')[0])
    }),
  ),
  'a connection serves further requests after a failed probe': serveWith(
    changeResponse(({ status, headers }) => {
      return status === 503 ? { headers: { ...headers, Connection: 'close' } } : {}
    }),
  ),
  'many requests on one connection add no listener to it': serveWith(addsListenerToSocket),
  'readiness fails on an open connection after it has passed, if the process is draining':
    serveWith(cachesFirstResponse()),

  'HEAD is answered if the server rejects a body where none is allowed': serveWith(catchesNoError),
  'a response that throws when its headers are written does not end the process':
    serveWith(catchesNoError),
  'a response that throws only the first time its headers are written does not end the process':
    serveWith(leavesConnectionOpenAfterError),
  'a response that throws a value that is not an Error does not end the process':
    serveWith(readsMessageOfThrownValue),
  'a response that throws when it is ended does not end the process': serveWith(
    sendsHeadersOfFailedResponse,
  ),
  'a response that has a header that Node.js rejects does not end the process':
    serveWith(catchesNoError),
  'a response that is destroyed when its headers are written does not end the process':
    serveWith(throwsIfWriteFails),

  'a probe over HTTP/2 returns the same response as over HTTP/1.1, if the server offers HTTP/2':
    serveOverTls(rejectsMissingHost),
  'the application responds over HTTP/2 as it does without probes':
    serveOverTls(addsHeaderToAllResponses),
  'a response that throws over HTTP/2 ends its stream, but not its session or the process':
    serveOverTls(catchesNoError),
  'a prober that cancels its HTTP/2 stream does not affect the run': serveOverTls(
    drainsWhenProberDisconnects,
  ),
}
