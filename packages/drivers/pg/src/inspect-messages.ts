import { invalidResponse } from '@readyz/sql'

/** Larger than any message of a login or of the result of one statement. */
const maxBytes = 262_144
/** Each iteration takes processor time. pg itself has a limit since 8.22. */
const maxIterations = 1_000_000

const headerBytes = 5

/**
 * Inspects the messages of a server before pg reads them. Throws on a message on which pg would
 * loop endlessly or block the process. Messages that pg itself rejects are not inspected.
 */
export function inspectMessages(): (chunk: Buffer) => void {
  let pending: Buffer[] = []
  let size = 0
  let needed = headerBytes
  return (chunk) => {
    pending.push(chunk)
    size += chunk.length
    if (size < needed) return
    let rest = Buffer.concat(pending, size)
    needed = headerBytes
    while (rest.length >= needed) {
      needed = 1 + lengthOf(rest)
      if (rest.length < needed) break
      assertMessage(String.fromCharCode(rest[0] ?? 0), rest.subarray(headerBytes, needed))
      rest = rest.subarray(needed)
      needed = headerBytes
    }
    pending = [rest]
    size = rest.length
  }
}

/** The length includes the four bytes of the length field. */
function lengthOf(message: Buffer): number {
  const length = message.readUInt32BE(1)
  if (length < 4 || length > maxBytes)
    throw invalidResponse(`the server sent a message of ${length} bytes`)
  return length
}

function assertMessage(type: string, body: Buffer): void {
  if (type === 'E' || type === 'N') assertFields(body)
  if (type === 'R') assertIterations(body)
  if (type === 'D') assertColumns(body)
}

// pg reads fields until it finds the terminator, even beyond the end of the message.
function assertFields(body: Buffer): void {
  let offset = 0
  while (body[offset] !== 0) {
    const end = body.indexOf(0, offset + 1)
    if (end === -1) throw invalidResponse('the server sent an error without its terminator')
    offset = end + 1
  }
}

// pg computes the iterations before it responds, in old versions on the event loop.
function assertIterations(body: Buffer): void {
  const isScramContinue = body.length > 4 && body.readUInt32BE(0) === 11
  if (!isScramContinue) return
  const [, iterations] = /(?:^|,)i=(\d+)/.exec(body.toString('latin1', 4)) ?? []
  if (Number(iterations) > maxIterations)
    throw invalidResponse(`the server sent ${iterations} iterations of SCRAM`)
}

// With a negative length pg would move backwards and read the same bytes again for every column.
function assertColumns(body: Buffer): void {
  const columns = body.length < 2 ? 0 : body.readUInt16BE(0)
  let offset = 2
  for (let column = 0; column < columns; column += 1) {
    if (offset + 4 > body.length) throw invalidResponse('the server sent a row that ends too early')
    const length = body.readInt32BE(offset)
    if (length < -1) throw invalidResponse(`the server sent a column of ${length} bytes`)
    offset += 4 + Math.max(length, 0)
  }
  if (offset !== body.length)
    throw invalidResponse('the server sent a row whose columns do not fill it')
}
