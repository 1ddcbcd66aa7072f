import dns, { type LookupAddress } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isTracked } from './resource-tracker.ts'

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address?: string | readonly LookupAddress[],
  family?: number,
) => void

/** The result of a lookup: addresses, the error ENOTFOUND, or no result while it is `hangs`. */
export type Resolution = readonly string[] | 'not found' | 'hangs'

/** A host name that only this process resolves. */
export interface FakeHostName {
  resolution: Resolution
  /** The highest number of simultaneous lookups by checks. */
  readonly maxLookups: number
  /** Ends pending lookups with ENOTFOUND, and restores `dns.lookup`. */
  remove(): void
}

/**
 * Replaces `dns.lookup` for one host name in this process. The configuration of the system's
 * resolver would require root.
 */
export function fakeHostName(hostname: string, resolution: Resolution): FakeHostName {
  const pending = new Set<() => void>()
  const pendingOfChecks = new Set<() => void>()
  let maxLookups = 0
  const name = {
    resolution,
    get maxLookups() {
      return maxLookups
    },
    remove() {
      name.resolution = 'not found'
      for (const finish of pending) finish()
      restore()
    },
  }
  const lookup = (isAll: boolean, callback: LookupCallback) => {
    const finish = () => {
      pending.delete(finish)
      pendingOfChecks.delete(finish)
      resolve(hostname, name.resolution, isAll, callback)
    }
    pending.add(finish)
    if (isTracked()) pendingOfChecks.add(finish)
    maxLookups = Math.max(maxLookups, pendingOfChecks.size)
    if (name.resolution !== 'hangs') setImmediate(finish)
  }
  const restore = replaceLookups(hostname, lookup)
  return name
}

function resolve(
  hostname: string,
  resolution: Resolution,
  isAll: boolean,
  callback: LookupCallback,
): void {
  const addresses = typeof resolution === 'string' ? [] : resolution
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const [first] = found
  if (first === undefined) callback(notFound(hostname))
  else if (isAll) callback(null, found)
  else callback(null, first.address, first.family)
}

function notFound(hostname: string): NodeJS.ErrnoException {
  const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`)
  return Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname })
}

const isForAll = (options: unknown): boolean => Object(options).all === true

/**
 * Replaces `dns.lookup` and `dns.promises.lookup` for one host name. Returns a function that
 * restores both.
 */
function replaceLookups(
  hostname: string,
  lookupFake: (isAll: boolean, callback: LookupCallback) => void,
): () => void {
  const { lookup } = dns
  const { lookup: lookupAsync } = dns.promises
  const install = (callbackLookup: unknown, promiseLookup: unknown) => {
    Object.assign(dns, { lookup: callbackLookup })
    Object.assign(dns.promises, { lookup: promiseLookup })
    syncBuiltinESMExports()
  }
  install(
    (name: string, ...rest: [unknown, LookupCallback] | [LookupCallback]) => {
      if (name !== hostname) return Reflect.apply(lookup, dns, [name, ...rest])
      return lookupFake(isForAll(rest[0]), rest.at(-1) as LookupCallback)
    },
    (name: string, options?: unknown) => {
      if (name !== hostname) return Reflect.apply(lookupAsync, dns.promises, [name, options])
      return new Promise((fulfill, reject) => {
        lookupFake(isForAll(options), (error, address, family) => {
          if (error) reject(error)
          else fulfill(isForAll(options) ? address : { address, family })
        })
      })
    },
  )
  return () => install(lookup, lookupAsync)
}
