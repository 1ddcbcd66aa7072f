import { type LookupAddress, promises } from 'node:dns'
import type { LookupFunction } from 'node:net'

const pending = new Map<string, Promise<LookupAddress[]>>()

/** Runs one lookup of a host name at a time. */
export const lookup: LookupFunction = (hostname, _options, callback) => {
  let addresses = pending.get(hostname)
  if (!addresses) {
    addresses = promises.lookup(hostname, { all: true }).finally(() => pending.delete(hostname))
    pending.set(hostname, addresses)
  }
  addresses.then(
    (found) => callback(null, found),
    (error: NodeJS.ErrnoException) => callback(error, []),
  )
}
