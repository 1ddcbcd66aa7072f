import dns, { type LookupAddress } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isTracked } from './resource-tracker.ts'

type Answer = (
  error: NodeJS.ErrnoException | null,
  address?: string | readonly LookupAddress[],
  family?: number,
) => void

/** What a resolver says of a name: addresses, that there is none, or nothing for as long as it is told to. */
export type Says = readonly string[] | 'not found' | 'nothing'

export interface Name {
  says: Says
  /** The most lookups of it that were under way at once on behalf of checks. */
  readonly most: number
  /** Nobody knows it any more: whoever still waits is told so. */
  forget(): void
}

/**
 * A name that is resolved in this process as it is told, by whatever comes from `node:dns` as `lookup`: to lead the
 * resolver of the system astray takes root.
 */
export function introduce(hostname: string, first: Says): Name {
  const waiting = new Set<() => void>()
  const ofChecks = new Set<() => void>()
  let most = 0
  const name = {
    says: first,
    get most() {
      return most
    },
    forget() {
      name.says = 'not found'
      for (const reply of waiting) reply()
      restore()
    },
  }
  const ask = (isAll: boolean, answer: Answer) => {
    const reply = () => {
      waiting.delete(reply)
      ofChecks.delete(reply)
      resolve(hostname, name.says, isAll, answer)
    }
    waiting.add(reply)
    if (isTracked()) ofChecks.add(reply)
    most = Math.max(most, ofChecks.size)
    if (name.says !== 'nothing') setImmediate(reply)
  }
  const restore = replaceLookups(hostname, ask)
  return name
}

function resolve(hostname: string, says: Says, isAll: boolean, answer: Answer): void {
  const addresses = typeof says === 'string' ? [] : says
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const [first] = found
  if (first === undefined) answer(notFound(hostname))
  else if (isAll) answer(null, found)
  else answer(null, first.address, first.family)
}

function notFound(hostname: string): NodeJS.ErrnoException {
  const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`)
  return Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname })
}

const isForAll = (options: unknown): boolean => Object(options).all === true

/** Both forms of node's lookup, for one name; returns what restores them. */
function replaceLookups(
  hostname: string,
  ask: (isAll: boolean, answer: Answer) => void,
): () => void {
  const { lookup } = dns
  const { lookup: lookupAsync } = dns.promises
  const put = (forCallers: unknown, forAwaiters: unknown) => {
    Object.assign(dns, { lookup: forCallers })
    Object.assign(dns.promises, { lookup: forAwaiters })
    syncBuiltinESMExports()
  }
  put(
    (name: string, ...rest: [unknown, Answer] | [Answer]) => {
      if (name !== hostname) return Reflect.apply(lookup, dns, [name, ...rest])
      return ask(isForAll(rest[0]), rest.at(-1) as Answer)
    },
    (name: string, options?: unknown) => {
      if (name !== hostname) return Reflect.apply(lookupAsync, dns.promises, [name, options])
      return new Promise((found, failed) => {
        ask(isForAll(options), (error, address, family) => {
          if (error) failed(error)
          else found(isForAll(options) ? address : { address, family })
        })
      })
    },
  )
  return () => put(lookup, lookupAsync)
}
