import type { Duplex } from 'node:stream'
import { createFrameParser } from './frame-parser.ts'
import { passThrough } from './pass-through.ts'

/** The connection below TLS, and whether it ended within a record. */
export interface TlsRecords {
  readonly stream: Duplex
  /** Whether the bytes received so far end within a record. */
  isWithinRecord(): boolean
}

/**
 * Tracks the boundaries of the TLS records that a server sends. Node does not distinguish a
 * connection that ends between two records from one that ends within a record, which the kubelet
 * rejects as truncated.
 */
export function followRecords(socket: Duplex): TlsRecords {
  const records = createFrameParser(5, (header) => header.readUInt16BE(3))
  return { stream: passThrough(socket, records.add), isWithinRecord: records.isWithinFrame }
}
