import { redactAddress } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

const format = /^(?:\[([\da-f:.]+)\]|([^\s:@/[\]\p{Cc}]+)):(\d+)$/iu

/** Parses `host:port`. An IPv6 address is in brackets. */
export function parseAddress(option: string, text: string): Address {
  const [, bracketed, name, digits] = format.exec(text) ?? []
  const host = bracketed ?? name
  const port = Number(digits)
  if (host !== undefined && port >= 1 && port <= 65_535) return { host, port }
  const expected = `${option}: expected host:port, such as localhost:8080`
  throw new UsageError(`${expected}, got "${redactAddress(text)}"`)
}

/** Parses `host:port,host:port`. */
export function parseAddresses(option: string, text: string): readonly Address[] {
  return text.split(',').map((each) => parseAddress(option, each.trim()))
}

export function formatAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
