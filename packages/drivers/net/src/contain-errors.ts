import type { EventEmitter } from 'node:events'
import { onAbort } from './on-abort.ts'

/** Receives an error that would otherwise end the process. */
export type Fail = (error: unknown) => void

/** The time in which a client uses one connection. */
export interface ConnectionScope {
  /**
   * Fires when the scope ends: with the check's signal, with an error of the client, or with the
   * work.
   */
  readonly signal: AbortSignal
  /** Ends the scope: the error becomes the reason of its signal. */
  readonly fail: Fail
}

/**
 * Runs the work with a scope of its own. A client throws some errors outside every promise, in a
 * listener of its socket for instance. `fail` turns such an error into the end of this scope, so
 * that it ends one check and nothing else.
 */
export async function connectionScope<T>(
  signal: AbortSignal,
  work: (scope: ConnectionScope) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const removeListener = onAbort(signal, () => controller.abort(signal.reason))
  try {
    return await work({ signal: controller.signal, fail: (error) => controller.abort(error) })
  } finally {
    removeListener()
    controller.abort()
  }
}

/**
 * Passes what the listeners of the emitter throw to `fail`. Node calls them outside every promise,
 * so the error would end the process. `inspect` sees every chunk of data before the listeners do,
 * and may throw to hold it back.
 *
 * @returns a function that leaves the emitter as it was
 */
export function containListeners(
  emitter: EventEmitter,
  fail: Fail,
  inspect: (chunk: Buffer) => void = () => {},
): () => void {
  const emit = Reflect.get(emitter, 'emit')
  return replaceMethod(
    emitter,
    'emit',
    containCalls(fail, (event: unknown, ...values: unknown[]) => {
      if (event === 'data') inspect(values[0] as Buffer)
      return Reflect.apply(emit, emitter, [event, ...values])
    }),
  )
}

/** The function, with what it throws passed to `fail`. It then returns `undefined`. */
export function containCalls<P extends readonly unknown[], R>(
  fail: Fail,
  call: (...values: P) => R,
): (...values: P) => R | undefined {
  return (...values) => {
    try {
      return call(...values)
    } catch (error) {
      fail(error)
      return undefined
    }
  }
}

/**
 * Replaces a method of one object.
 *
 * @returns a function that leaves the object as it was
 */
export function replaceMethod(target: object, name: string, method: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name)
  Object.defineProperty(target, name, { value: method, configurable: true, writable: true })
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name)
    else Object.defineProperty(target, name, before)
  }
}

// A login and the answer to one statement, several times over.
const mostBytes = 1_048_576

/**
 * An `inspect` that throws when a mebibyte has come: no server keeps a client busy, or fills the
 * memory, for the whole time of a check.
 */
export function limitBytes(): (chunk: Buffer) => void {
  let received = 0
  return (chunk) => {
    received += chunk.length
    if (received > mostBytes) throw new RangeError(`the server sent more than ${mostBytes} bytes`)
  }
}
