import { showAddressText } from '../redact/show.ts'
import { UsageError } from '../usage.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

const form = /^(?:\[([\da-f:.]+)\]|([^\s:@/[\]\p{Cc}]+)):(\d+)$/iu

/** Reads `host:port`; an IPv6 address stands in brackets. */
export function readAddress(option: string, text: string): Address {
  const [, bracketed, name, digits] = form.exec(text) ?? []
  const host = bracketed ?? name
  const port = Number(digits)
  if (host !== undefined && port >= 1 && port <= 65_535) return { host, port }
  const expected = `${option}: expected host:port, such as localhost:8080`
  throw new UsageError(`${expected}, got "${showAddressText(text)}"`)
}

/** Reads `host:port,host:port`. */
export function readAddresses(option: string, text: string): readonly Address[] {
  return text.split(',').map((each) => readAddress(option, each.trim()))
}

export function showAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
