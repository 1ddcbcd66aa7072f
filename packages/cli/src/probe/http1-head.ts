import type { ByteReader } from './byte-reader.ts'

/** The status line and the header fields of an HTTP/1 response. */
export interface Head {
  /** 10 for HTTP/1.0, 11 for HTTP/1.1. */
  readonly version: number
  readonly status: number
  readonly fields: Fields
}

/** The values of each header field, by its name in lower case. */
export type Fields = ReadonlyMap<string, readonly string[]>

/** The limit of the kubelet's HTTP client for the head of a response. */
const headLimit = 10 * 1024 * 1024

/**
 * Reads a head by the rules of the kubelet's HTTP client, which differ from those of `node:http`:
 * it accepts a head of up to 10 MiB, lines that end in `\n`, folded lines, and spaces in names.
 */
export async function readHead(reader: ByteReader): Promise<Head> {
  const start = (await reader.peek(5)).toString('latin1')
  if (start === '') throw new Error('the connection ended without a response')
  // A server of another protocol may never send the end of a line.
  if (!'HTTP/'.startsWith(start)) throw malformed('status line', start)
  const line = withoutEnd(await reader.readLine(headLimit))
  const [, major, minor, status] = /^HTTP\/(\d)\.(\d) +(\d{3})(?: |$)/.exec(line) ?? []
  if (status === undefined) throw malformed('status line', line)
  const fields = await readFields(reader, headLimit - line.length)
  return { version: Number(major) * 10 + Number(minor), status: Number(status), fields }
}

/**
 * Reads header fields, or the trailer of a chunked body, up to and including the empty line after
 * them.
 */
export async function readFields(reader: ByteReader, limit: number): Promise<Fields> {
  const fields = new Map<string, string[]>()
  if (startsWithWhiteSpace(await reader.peek(1)))
    throw malformed('header', await reader.readLine(limit))
  let left = limit
  for (;;) {
    const raw = await reader.readLine(left)
    left -= raw.length
    let line = withoutEnd(raw)
    if (line === '') return fields
    if (!line.includes(':')) throw malformed('header', line)
    while (startsWithWhiteSpace(await reader.peek(1))) {
      const folded = await reader.readLine(left)
      left -= folded.length
      line = `${trim(line)} ${trim(withoutEnd(folded))}`
    }
    const [, name = '', value = ''] = fieldForm.exec(trim(line)) ?? []
    if (name === '') throw malformed('header', line)
    const key = name.toLowerCase()
    fields.set(key, [...(fields.get(key) ?? []), value])
  }
}

// A name consists of token characters and spaces. A value contains no control character except tab.
const fieldForm = /^([-!#$%&'*+.^_`|~\w ]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/

const withoutEnd = (line: string) => line.replace(/\r?\n$/, '')
const trim = (line: string) => line.replace(/^[\t ]+/, '').replace(/[\t ]+$/, '')
const startsWithWhiteSpace = (bytes: Buffer) => bytes[0] === 0x20 || bytes[0] === 0x09

function malformed(what: string, line: string): Error {
  const printable = /^[ -~]{0,40}/.exec(line)?.[0] ?? ''
  return new Error(`malformed HTTP response: invalid ${what} "${printable}"`)
}
