import {
  type Checker,
  createProbes,
  type ProbeOptions,
  type ProbeResponse,
  type Probes,
} from '../src/index.ts'

/** A promise that never settles. */
export const never: Promise<never> = new Promise(() => {})

export function checker(
  name: string,
  check: Checker['check'],
  options: Partial<Checker> = {},
): Checker {
  return { name, check, ...options }
}

export function passing(name: string, options?: Partial<Checker>): Checker {
  return checker(name, () => {}, options)
}

export function hanging(name: string, options?: Partial<Checker>): Checker {
  return checker(name, () => never, options)
}

/** Fails with an error that was not written for the public. */
export function failing(name: string, options?: Partial<Checker>): Checker {
  return checker(name, () => Promise.reject(new Error('connect to 10.0.0.7 as admin')), options)
}

/** Probes that log nothing. */
export function quietProbes(readiness: readonly Checker[], options: ProbeOptions = {}): Probes {
  return createProbes({ onTransition: () => {}, readiness, ...options })
}

/** Returns the response to a GET. Throws if the URL is not a probe. */
export async function get(probes: Probes, url: string, accept?: string): Promise<ProbeResponse> {
  const answer = await probes.handle('GET', url, accept)
  if (answer === undefined) throw new Error(`${url} was left to the application`)
  return answer
}

export interface Deferred {
  readonly promise: Promise<unknown>
  readonly resolve: (value?: unknown) => void
  readonly reject: (error: unknown) => void
}

export function defer(): Deferred {
  let settle: Omit<Deferred, 'promise'> | undefined
  const promise = new Promise<unknown>((resolve, reject) => {
    settle = { resolve, reject }
  })
  if (settle === undefined) throw new Error('the executor of a promise runs at once')
  return Object.assign(settle, { promise })
}
