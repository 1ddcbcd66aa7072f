import type { Ending } from './http-servers.ts'

/**
 * A raw response, its result for the kubelet, and the output of `readyz probe`: `healthy` or the
 * problem.
 */
export interface RawResponse {
  readonly title: string
  readonly bytes: string
  readonly ending: Ending
  /** `discarded`: the kubelet tries three times and then keeps the previous state. */
  readonly kubelet: 'success' | 'failure' | 'discarded' | 'hangs'
  readonly probe: 'healthy' | RegExp
}

const ok = 'HTTP/1.1 200 OK\r\n'
const many = Array.from(
  { length: 40 },
  (_, index) => `Set-Cookie: c${index}=${'x'.repeat(500)}\r\n`,
)
const tenKib = 'x'.repeat(10_240)
const truncated = /^the response is truncated: /
const reset = /ECONNRESET|EPIPE/
const endedWithin = /^the connection ended within the response/

const success = (title: string, bytes: string, ending: Ending = 'open'): RawResponse => ({
  title,
  bytes,
  ending,
  kubelet: 'success',
  probe: 'healthy',
})
const failure = (title: string, bytes: string, ending: Ending, probe: RegExp): RawResponse => ({
  title,
  bytes,
  ending,
  kubelet: 'failure',
  probe,
})
const discarded = (title: string, bytes: string, ending: Ending, probe: RegExp): RawResponse => ({
  title,
  bytes,
  ending,
  kubelet: 'discarded',
  probe,
})

export const responses: readonly RawResponse[] = [
  success('a body of a known length', `${ok}Content-Length: 2\r\n\r\nOK`),
  success('a body that ends with the connection', `${ok}\r\nOK`, 'fin'),
  success('no body, and the end of the connection', `${ok}\r\n`, 'fin'),
  success('a body in chunks', `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n`),
  success(
    'a body in chunks with an extension and a trailer',
    `${ok}Transfer-Encoding: Chunked\r\n\r\n2;a=b\r\nOK\r\n0\r\nX: y\r\n\r\n`,
  ),
  success('HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nOK', 'fin'),
  success(
    'HTTP/1.0 that names a transfer encoding',
    'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nOK',
    'fin',
  ),
  success('HTTP/1.2', 'HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n'),
  success('HTTP/3.0', 'HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n'),
  success(
    'a 204 after a 103',
    'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  ),
  success('a 304 that names a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'),
  success('a redirect without a Location', 'HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'),
  success(
    'a redirect with an empty Location',
    'HTTP/1.1 302 Found\r\nLocation:  \r\nContent-Length: 0\r\n\r\n',
  ),
  success('a body marked as gzip', `${ok}Content-Encoding: gzip\r\n\r\nOK`, 'fin'),
  success('a head of 20 KB', `${ok}${many.join('')}Content-Length: 2\r\n\r\nOK`),
  success('lines that end in LF', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nOK'),
  success('two equal lengths', `${ok}Content-Length: 2\r\nContent-Length: 2\r\n\r\nOK`),
  success(
    'a length and chunks',
    `${ok}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n`,
  ),
  success('a folded header', `${ok}X: a\r\n b\r\nContent-Length: 2\r\n\r\nOK`),
  success('a space in the name of a header', `${ok}X y: a\r\nContent-Length: 2\r\n\r\nOK`),
  success('a space before the colon of a header', `${ok}X : a\r\nContent-Length: 2\r\n\r\nOK`),
  success('two spaces before the status', 'HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nOK'),
  success('no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nOK'),
  success('bytes after the body', `${ok}Content-Length: 2\r\n\r\nOKmore`, 'rst'),
  success('10 KiB of a longer body', `${ok}Content-Length: 99999\r\n\r\n${tenKib}`),
  success(
    '10 KiB of a longer body, then a reset',
    `${ok}Content-Length: 99999\r\n\r\n${tenKib}`,
    'rst',
  ),
  success('10 KiB of a body without a length, then a reset', `${ok}\r\n${tenKib}`, 'rst'),
  success('a reset after the body', `${ok}Content-Length: 2\r\n\r\nOK`, 'rst'),

  discarded('half a body, then a FIN', `${ok}Content-Length: 100\r\n\r\nOK`, 'fin', truncated),
  discarded('half a body, then a reset', `${ok}Content-Length: 100\r\n\r\nOK`, 'rst', reset),
  discarded('half a body, then silence', `${ok}Content-Length: 100\r\n\r\nOK`, 'open', /^timeout/),
  discarded('no byte of a body, then a FIN', `${ok}Content-Length: 100\r\n\r\n`, 'fin', truncated),
  discarded('a body without a length, then a reset', `${ok}\r\nhalf`, 'rst', reset),
  discarded('a body without a length and without an end', `${ok}\r\nhalf`, 'open', /^timeout/),
  discarded('one byte less than 10 KiB, then a reset', `${ok}\r\n${tenKib.slice(1)}`, 'rst', reset),
  discarded('HTTP/1.0, then a reset', 'HTTP/1.0 200 OK\r\n\r\nhalf', 'rst', reset),
  discarded('half a chunk', `${ok}Transfer-Encoding: chunked\r\n\r\n9\r\nOK`, 'fin', truncated),
  discarded(
    'a chunk without its end',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nOK`,
    'fin',
    truncated,
  ),
  discarded(
    'chunks without the last',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n`,
    'fin',
    endedWithin,
  ),
  discarded(
    'a last chunk without its end',
    `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`,
    'fin',
    endedWithin,
  ),
  discarded(
    'half a trailer',
    `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n`,
    'fin',
    endedWithin,
  ),
  discarded(
    'chunks, then a reset',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n`,
    'rst',
    reset,
  ),
  discarded(
    'a chunk without a length',
    `${ok}Transfer-Encoding: chunked\r\n\r\nOK\r\n0\r\n\r\n`,
    'fin',
    /^malformed chunk/,
  ),
  discarded(
    'a chunk that is longer than its length',
    `${ok}Transfer-Encoding: chunked\r\n\r\n1\r\nOK\r\n0\r\n\r\n`,
    'fin',
    /^malformed end of a chunk/,
  ),
  discarded(
    'a chunk line that ends in LF',
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\nOK\r\n0\r\n\r\n`,
    'fin',
    /^malformed chunk/,
  ),

  failure('a status line and a FIN', 'HTTP/1.1 200 OK\r\n', 'fin', endedWithin),
  failure('half a header and a FIN', `${ok}Content-Le`, 'fin', endedWithin),
  failure('a status line and a reset', 'HTTP/1.1 200 OK\r\n', 'rst', reset),
  failure('only a FIN', '', 'fin', /^the connection ended without a response$/),
  failure(
    'another transfer encoding',
    `${ok}Transfer-Encoding: foo\r\n\r\nOK`,
    'fin',
    /^unsupported Transfer-Encoding/,
  ),
  failure(
    'gzip, chunked',
    `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'fin',
    /^unsupported Transfer-Encoding/,
  ),
  failure(
    'chunked twice',
    `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'fin',
    /^unsupported Transfer-Encoding/,
  ),
  failure(
    'different lengths',
    `${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nOK`,
    'open',
    /^several Content-Length/,
  ),
  failure(
    'a length that is not a number',
    `${ok}Content-Length: +2\r\n\r\nOK`,
    'open',
    /^invalid Content-Length/,
  ),
  failure(
    'an empty line before the status line',
    `\r\n${ok}Content-Length: 2\r\n\r\nOK`,
    'open',
    /invalid status line/,
  ),
  failure('a header without a colon', `${ok}Content-Length\r\n\r\nOK`, 'open', /invalid header/),
  failure('a header without a name', `${ok}: 2\r\n\r\nOK`, 'open', /invalid header/),
  failure('a control character in a header', `${ok}X: a\u0001\r\n\r\nOK`, 'open', /invalid header/),
  failure(
    'a first header that begins with a space',
    `${ok} X: a\r\n\r\nOK`,
    'open',
    /invalid header/,
  ),
  failure(
    'a status of two digits',
    'HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nOK',
    'open',
    /invalid status line/,
  ),
  failure('another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'open', /invalid status line/),
  failure(
    'a 101 without Upgrade',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'open',
    /^answered with status 101/,
  ),
  {
    title: 'a 101 with Upgrade on a connection that stays open',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    ending: 'open',
    kubelet: 'hangs',
    probe: /^answered with status 101/,
  },
  failure(
    'status 400',
    'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
    'open',
    /^answered with status 400$/,
  ),
]
