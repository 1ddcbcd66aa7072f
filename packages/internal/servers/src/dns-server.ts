import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { host } from '@readyz/conformance'
import { type Answer, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet'

/** In the mode `answer` every name has the address 127.0.0.1 and no IPv6 address. */
export type DnsMode = 'answer' | 'nxdomain' | 'servfail' | 'silent'

export interface Dns {
  readonly host: string
  readonly port: number
  /** The name in each question that the server has received. */
  readonly queriedNames: readonly string[]
  mode: DnsMode
  close(): Promise<void>
}

const codes = { answer: 0, servfail: 2, nxdomain: 3 } as const

function reply(query: Buffer, mode: Exclude<DnsMode, 'silent'>): Buffer {
  const { id, questions = [] } = decode(query)
  const name = questions[0]?.name ?? ''
  const found: Answer = { type: 'A', name, ttl: 0, data: host }
  return encode({
    type: 'response',
    id: id ?? 0,
    flags: RECURSION_DESIRED | RECURSION_AVAILABLE | codes[mode],
    questions,
    answers: mode === 'answer' && questions[0]?.type === 'A' ? [found] : [],
  })
}

/**
 * Starts a DNS server on UDP. The system resolver uses it only in an isolated script, where it
 * listens on port 53.
 */
export async function startDns(options: { readonly port?: number } = {}): Promise<Dns> {
  const socket = createSocket('udp4')
  let mode: DnsMode = 'answer'
  const queriedNames: string[] = []
  socket.on('message', (query, from) => {
    queriedNames.push(decode(query).questions?.[0]?.name ?? '')
    if (mode !== 'silent') socket.send(reply(query, mode), from.port, from.address)
  })
  socket.bind({ port: options.port ?? 53, address: host })
  await once(socket, 'listening')
  return {
    host,
    port: socket.address().port,
    queriedNames,
    get mode() {
      return mode
    },
    set mode(next) {
      mode = next
    },
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}
