import { invalidResponse } from '@readyz/sql'

/** More than any message of a login or of the answer to one statement. */
const mostBytes = 262_144
/** Each costs the client's process time. pg itself has a limit from 8.22 on. */
const mostIterations = 1_000_000

const headerBytes = 5

/**
 * Looks at the messages of a server before pg reads them, and throws at one on which pg would loop for ever or
 * block the process. What pg itself rejects is left to pg.
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

/** The length counts itself. */
function lengthOf(message: Buffer): number {
  const length = message.readUInt32BE(1)
  if (length < 4 || length > mostBytes)
    throw invalidResponse(`the server sent a message of ${length} bytes`)
  return length
}

function assertMessage(type: string, body: Buffer): void {
  if (type === 'E' || type === 'N') assertFields(body)
  if (type === 'R') assertIterations(body)
  if (type === 'D') assertColumns(body)
}

// pg reads fields until it finds the terminator, also beyond the end of the message, where there is none.
function assertFields(body: Buffer): void {
  let offset = 0
  while (body[offset] !== 0) {
    const end = body.indexOf(0, offset + 1)
    if (end === -1) throw invalidResponse('the server sent an error without its terminator')
    offset = end + 1
  }
}

// pg computes them before it answers, in old releases in the event loop.
function assertIterations(body: Buffer): void {
  const isScramContinue = body.length > 4 && body.readUInt32BE(0) === 11
  if (!isScramContinue) return
  const [, iterations] = /(?:^|,)i=(\d+)/.exec(body.toString('latin1', 4)) ?? []
  if (Number(iterations) > mostIterations)
    throw invalidResponse(`the server sent ${iterations} iterations of SCRAM`)
}

// A length may be negative, which would send pg backwards, to read the same bytes again for every column.
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
