import { closes, garbage, resets, sends, silent, speaksHttp } from '@readyz/conformance'
import { answer, type Reacting, reacts } from './binary-server.ts'
import { late } from './stage.ts'

/** A server that does something else than memcached would. */
export interface Fault {
  readonly name: string
  readonly reason: string
  /** What stands in the log. */
  readonly seen: string
  readonly open: () => Promise<Reacting>
}

const another = 'answered with another protocol'

export const faults: readonly Fault[] = [
  { name: 'is silent', reason: 'timeout', seen: late, open: silent },
  {
    name: 'closes at once',
    reason: 'error',
    seen: 'closed the connection before it answered',
    open: closes,
  },
  {
    name: 'closes after the request',
    reason: 'error',
    seen: 'closed the connection before it answered',
    open: () => reacts((socket) => socket.end()),
  },
  {
    name: 'closes in the middle of its answer',
    reason: 'error',
    seen: 'closed the connection before it answered',
    open: () => reacts((socket) => socket.end(answer().subarray(0, 23))),
  },
  { name: 'resets', reason: 'error', seen: 'read ECONNRESET', open: resets },
  {
    name: 'resets after the request',
    reason: 'error',
    seen: 'read ECONNRESET',
    open: () => reacts((socket) => socket.resetAndDestroy()),
  },
  { name: 'speaks garbage', reason: 'invalid', seen: another, open: garbage },
  {
    name: 'speaks HTTP',
    reason: 'invalid',
    seen: `${another}: HTTP/1.1 400 Bad Request`,
    open: speaksHttp,
  },
  {
    name: 'has too many connections',
    reason: 'invalid',
    seen: `${another}: ERROR Too many open connections`,
    open: () => reacts((socket) => socket.end('ERROR Too many open connections\r\n')),
  },
  {
    name: 'repeats what it is told',
    reason: 'invalid',
    seen: another,
    open: () => reacts((socket, request) => socket.write(request)),
  },
  {
    name: 'says another opcode',
    reason: 'invalid',
    seen: 'answered with another request',
    open: () => sends(answer({ opcode: 0x0b })),
  },
  {
    name: 'says another opaque',
    reason: 'invalid',
    seen: 'answered with another request',
    open: () => sends(answer({ opaque: 0 })),
  },
  {
    name: 'says the magic of a request',
    reason: 'invalid',
    seen: another,
    open: () => sends(answer({ magic: 0x80 })),
  },
  ...[0x81, 0x85, 0x20].flatMap((status): Fault[] =>
    ['', 'not now'].map((body) => ({
      name: `says status 0x${status.toString(16)} ${body === '' ? 'without' : 'with'} a body`,
      reason: status === 0x20 ? 'auth' : 'error',
      seen: status === 0x20 ? 'demands a login' : `answered with status 0x${status.toString(16)}`,
      open: () => sends(answer({ status, body })),
    })),
  ),
  {
    name: 'floods',
    reason: 'invalid',
    seen: 'answered with more than one answer',
    open: () => sends(Buffer.alloc(5_000_000, answer())),
  },
  {
    name: 'answers twice',
    reason: 'invalid',
    seen: 'answered with more than one answer',
    open: () => sends(Buffer.concat([answer(), answer()])),
  },
  {
    name: 'promises a body of 4 GB',
    reason: 'invalid',
    seen: 'answered with an impossible length',
    open: () => sends(answer({ length: 0xffffffff })),
  },
  {
    name: 'promises a body that does not come',
    reason: 'timeout',
    seen: late,
    open: () => sends(answer({ length: 100 })),
  },
]
