import type { EventEmitter } from 'node:events'
import { onAbort } from './on-abort.ts'

/** Receives an error that would otherwise end the process. */
export type Fail = (error: unknown) => void

/** The period in which a client uses one connection. */
export interface ConnectionScope {
  /**
   * Aborts when the scope ends: when the check's signal aborts, when the client throws, or when the
   * work settles.
   */
  readonly signal: AbortSignal
  /** Ends the scope: the error becomes the reason of its signal. */
  readonly fail: Fail
}

/**
 * Runs the work with a new scope. A client throws some errors outside of its promises, for example
 * in a listener of its socket. `fail` ends the scope with such an error. The error then fails one
 * check and does not end the process.
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
 * Passes the errors that the listeners of the emitter throw to `fail`. Otherwise such an error ends
 * the process, because Node.js calls listeners outside of promises. `inspect` receives every chunk
 * of data before the listeners. If it throws, the listeners do not receive the chunk.
 *
 * @returns a function that restores the emitter
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

/** Returns a function that calls `call`. If `call` throws, it passes the error to `fail`. */
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
 * @returns a function that restores the object
 */
export function replaceMethod(target: object, name: string, method: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name)
  Object.defineProperty(target, name, { value: method, configurable: true, writable: true })
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name)
    else Object.defineProperty(target, name, before)
  }
}

// Several times the size of a login and of the response to one statement.
const maxBytes = 1_048_576

/**
 * Returns an `inspect` that throws after one mebibyte. A server therefore cannot keep a client busy
 * or fill the memory during a check.
 */
export function limitBytes(): (chunk: Buffer) => void {
  let received = 0
  return (chunk) => {
    received += chunk.length
    if (received > maxBytes) throw new RangeError(`the server sent more than ${maxBytes} bytes`)
  }
}
