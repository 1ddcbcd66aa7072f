import type { LookupAddress } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'

const pending = new Map<string, Promise<LookupAddress[]>>()

function resolveOnce(hostname: string): Promise<LookupAddress[]> {
  let addresses = pending.get(hostname)
  if (addresses === undefined) {
    addresses = resolve(hostname, { all: true }).finally(() => pending.delete(hostname))
    pending.set(hostname, addresses)
  }
  return addresses
}

/**
 * `dns.lookup` for sockets, with at most one lookup per name at a time in the process. A lookup
 * cannot be cancelled. Two lookups that hang delay every other lookup of the process, even of
 * `localhost`, because Node.js runs lookups in at most half of its four threads. Results are not
 * cached.
 */
export const lookup: LookupFunction = (hostname, options, callback) => {
  const { family = 0, all } = options
  const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family
  resolveOnce(hostname).then(
    (found) => {
      const addresses = wanted === 0 ? found : found.filter((each) => each.family === wanted)
      const [first] = addresses
      if (first === undefined) callback(notFound(hostname, wanted), '')
      else if (all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    },
    (error: NodeJS.ErrnoException) => callback(error, ''),
  )
}

function notFound(hostname: string, family: number): NodeJS.ErrnoException {
  const error = new Error(`no IPv${family} address of ${hostname}`)
  return Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname })
}
