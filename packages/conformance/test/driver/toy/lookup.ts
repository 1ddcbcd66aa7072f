import { type LookupAddress, promises } from 'node:dns'
import type { LookupFunction } from 'node:net'

const underway = new Map<string, Promise<LookupAddress[]>>()

/** One lookup of a name at a time. */
export const lookup: LookupFunction = (hostname, _options, callback) => {
  let addresses = underway.get(hostname)
  if (!addresses) {
    addresses = promises.lookup(hostname, { all: true }).finally(() => underway.delete(hostname))
    underway.set(hostname, addresses)
  }
  addresses.then(
    (found) => callback(null, found),
    (error: NodeJS.ErrnoException) => callback(error, []),
  )
}
