import { closes, garbage, resets, sends, silent, speaksHttp } from '@readyz/conformance'
import { response, type ScriptedServer, startScriptedServer } from './binary-server.ts'
import { noAnswer } from './harness.ts'

/** A server that does not behave like memcached. */
export interface Fault {
  readonly name: string
  readonly reason: string
  /** The error in the log. */
  readonly error: string
  readonly open: () => Promise<ScriptedServer>
}

const anotherProtocol = 'answered with another protocol'

export const faults: readonly Fault[] = [
  { name: 'sends nothing', reason: 'timeout', error: noAnswer, open: silent },
  {
    name: 'closes at once',
    reason: 'error',
    error: 'closed the connection before it answered',
    open: closes,
  },
  {
    name: 'closes after the request',
    reason: 'error',
    error: 'closed the connection before it answered',
    open: () => startScriptedServer((socket) => socket.end()),
  },
  {
    name: 'closes in the middle of its response',
    reason: 'error',
    error: 'closed the connection before it answered',
    open: () => startScriptedServer((socket) => socket.end(response().subarray(0, 23))),
  },
  { name: 'resets', reason: 'error', error: 'read ECONNRESET', open: resets },
  {
    name: 'resets after the request',
    reason: 'error',
    error: 'read ECONNRESET',
    open: () => startScriptedServer((socket) => socket.resetAndDestroy()),
  },
  { name: 'sends garbage', reason: 'invalid', error: anotherProtocol, open: garbage },
  {
    name: 'sends an HTTP response',
    reason: 'invalid',
    error: `${anotherProtocol}: HTTP/1.1 400 Bad Request`,
    open: speaksHttp,
  },
  {
    name: 'is at its connection limit',
    reason: 'invalid',
    error: `${anotherProtocol}: ERROR Too many open connections`,
    open: () => startScriptedServer((socket) => socket.end('ERROR Too many open connections\r\n')),
  },
  {
    name: 'repeats the request',
    reason: 'invalid',
    error: anotherProtocol,
    open: () => startScriptedServer((socket, request) => socket.write(request)),
  },
  {
    name: 'responds with another opcode',
    reason: 'invalid',
    error: 'answered with a response to another request',
    open: () => sends(response({ opcode: 0x0b })),
  },
  {
    name: 'responds with another opaque value',
    reason: 'invalid',
    error: 'answered with a response to another request',
    open: () => sends(response({ opaque: 0 })),
  },
  {
    name: 'responds with the magic byte of a request',
    reason: 'invalid',
    error: anotherProtocol,
    open: () => sends(response({ magic: 0x80 })),
  },
  ...[0x81, 0x85, 0x20].flatMap((status): Fault[] =>
    ['', 'not now'].map((body) => ({
      name: `responds with status 0x${status.toString(16)} ${body === '' ? 'without' : 'with'} a body`,
      reason: status === 0x20 ? 'auth' : 'error',
      error: status === 0x20 ? 'requires a login' : `answered with status 0x${status.toString(16)}`,
      open: () => sends(response({ status, body })),
    })),
  ),
  {
    name: 'floods the connection with responses',
    reason: 'invalid',
    error: 'answered with more than one response',
    open: () => sends(Buffer.alloc(5_000_000, response())),
  },
  {
    name: 'sends two responses',
    reason: 'invalid',
    error: 'answered with more than one response',
    open: () => sends(Buffer.concat([response(), response()])),
  },
  {
    name: 'announces a body of 4 GB',
    reason: 'invalid',
    error: 'answered with an invalid length',
    open: () => sends(response({ length: 0xffffffff })),
  },
  {
    name: 'announces a body that it does not send',
    reason: 'timeout',
    error: noAnswer,
    open: () => sends(response({ length: 100 })),
  },
]
