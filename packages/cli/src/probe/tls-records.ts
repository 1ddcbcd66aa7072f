import type { Duplex } from 'node:stream'
import { passThrough, unitCounter } from './pass-through.ts'

/** A connection below TLS whose records are followed. */
export interface TlsRecords {
  readonly stream: Duplex
  /** Whether the bytes received so far end within a record. */
  isWithinRecord(): boolean
}

/**
 * Follows the TLS records that a server sends. Node reports the end of a connection alike whether it comes between two
 * records or within one, when bytes are missing. The kubelet fails in the second case.
 */
export function followRecords(socket: Duplex): TlsRecords {
  const records = unitCounter(5, (header) => header.readUInt16BE(3))
  return { stream: passThrough(socket, records.add), isWithinRecord: records.isWithinUnit }
}
