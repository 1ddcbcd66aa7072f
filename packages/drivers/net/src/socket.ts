import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { containListeners, type Fail } from './contain-errors.ts'
import { lookup } from './lookup.ts'
import { onAbort } from './on-abort.ts'

const noop = () => {}

/**
 * A socket, not yet connected, that is destroyed when the signal fires, resolves names through
 * `lookup`, and whose errors cannot end the process. For clients that take a stream and connect it
 * themselves: as no client can be trusted to give up its socket, the driver makes it and destroys
 * it.
 */
export function openSocket(signal: AbortSignal): Socket {
  const socket = destroyOnAbort(signal, new Socket())
  const connect = socket.connect.bind(socket) as (options: object, listener?: unknown) => Socket
  socket.connect = (target: unknown, ...rest: readonly unknown[]) => {
    // A destroyed socket that is told to connect comes back to life.
    if (signal.aborted) return socket.destroy()
    const listener = rest.find((each) => typeof each === 'function')
    return connect({ lookup, ...destination(target, rest[0]) }, listener)
  }
  return socket
}

// As node tells them apart.
function destination(target: unknown, host: unknown): object {
  if (typeof target === 'object' && target !== null) return target
  if (typeof host === 'string') return { port: target, host }
  return Number.isNaN(Number(target)) ? { path: target } : { port: target }
}

/**
 * Destroys a stream when the signal fires, and hears its errors, so that none can end the process.
 */
export function destroyOnAbort<T extends Duplex>(signal: AbortSignal, stream: T): T {
  stream.on('error', noop)
  const removeListener = onAbort(signal, () => stream.destroy())
  // A stream that an application made may have closed already.
  if (stream.closed) removeListener()
  else stream.once('close', removeListener)
  return stream
}

/**
 * Watches a stream while a client reads it. What the client's listeners throw goes to `fail`, and
 * so does the end of the stream: some clients do not settle after it. `inspect` is that of
 * `containListeners`.
 *
 * @returns a function that leaves the stream as it was
 */
export function containStream(
  stream: Duplex,
  fail: Fail,
  inspect?: (chunk: Buffer) => void,
): () => void {
  const release = containListeners(stream, fail, inspect)
  const gone = () => fail(stream.errored ?? new Error('the connection was closed'))
  // Later than the client, which may know more.
  const goneSoon = () => setImmediate(gone)
  stream.once('close', goneSoon)
  return () => {
    release()
    stream.removeListener('close', goneSoon)
  }
}

/** Resolves when the stream is gone, at once if it is; also when an error was the reason. */
export function closed(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve()
    else stream.once('close', resolve)
  })
}
