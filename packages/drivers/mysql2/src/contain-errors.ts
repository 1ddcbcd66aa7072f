import { containCalls, containStream, type Fail, replaceMethod } from '@readyz/net'
import { invalidResponse } from '@readyz/sql'
import type { CoreConnection } from './client.ts'

/** A login and the result of one statement are about ten packets. */
const maxPackets = 100
const maxBytes = 262_144
const headerBytes = 4

interface Packet {
  length(): number
}

type OnSecure = (error?: unknown) => void

/**
 * Passes the errors that a connection throws while it reads from its server to `report`. This
 * includes connections with TLS, whose socket most versions of mysql2 do not expose. After the
 * first error the connection reads no more packets.
 *
 * @returns a function that restores the connection
 */
export function containConnection(connection: CoreConnection, report: Fail): () => void {
  let failed = false
  const fail: Fail = (error) => {
    failed = true
    report(error)
  }
  const inspect = inspectPackets()
  const releases = [
    containStream(connection.stream, fail),
    override(connection, 'handlePacket', (handle) =>
      containCalls(fail, (packet?: Packet) => {
        if (failed) return
        if (packet !== undefined) inspect(packet)
        handle(packet)
      }),
    ),
    override(connection, 'startTLS', (start) => (onSecure: OnSecure) => {
      start(containCalls(fail, onSecure))
    }),
  ]
  return () => {
    for (const release of releases) release()
  }
}

/** Throws on too many packets, because mysql2 prints a line for each packet out of order. */
function inspectPackets(): (packet: Packet) => void {
  let packets = 0
  return (packet) => {
    packets += 1
    if (packets > maxPackets) throw invalidResponse(`the server sent ${packets} packets`)
    assertLength(packet.length())
  }
}

/**
 * Inspects the header of the first packet before mysql2 waits for its body. In another protocol the
 * length may be megabytes.
 */
export function inspectGreeting(): (chunk: Buffer) => void {
  let header = Buffer.alloc(0)
  return (chunk) => {
    if (header.length >= headerBytes) return
    header = Buffer.concat([header, chunk.subarray(0, headerBytes - header.length)])
    if (header.length === headerBytes) assertLength(header.readUIntLE(0, 3))
  }
}

function assertLength(length: number): void {
  if (length > maxBytes) throw invalidResponse(`the server sent a packet of ${length} bytes`)
}

type Method = (...values: unknown[]) => unknown

function override(
  connection: CoreConnection,
  name: string,
  wrap: (original: Method) => (...values: never[]) => unknown,
): () => void {
  const original: unknown = Reflect.get(connection, name)
  if (typeof original !== 'function') return () => {}
  const bound = (...values: unknown[]): unknown => Reflect.apply(original, connection, values)
  return replaceMethod(connection, name, wrap(bound))
}
