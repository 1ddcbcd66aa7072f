import type { LookupAddress } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'

const underway = new Map<string, Promise<LookupAddress[]>>()

function resolveOnce(hostname: string): Promise<LookupAddress[]> {
  let addresses = underway.get(hostname)
  if (addresses === undefined) {
    addresses = resolve(hostname, { all: true }).finally(() => underway.delete(hostname))
    underway.set(hostname, addresses)
  }
  return addresses
}

/**
 * `dns.lookup` for sockets, with one lookup a name at a time in the whole process. A lookup cannot
 * be cancelled, and two that hang hold back every other one of the process, even of `localhost`:
 * node lets them have half of its four threads. Nothing is remembered once a lookup has ended.
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
