import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { containListeners, type Fail } from './contain-errors.ts'
import { lookup } from './lookup.ts'
import { onAbort } from './on-abort.ts'

const noop = () => {}

/**
 * Returns a socket, not yet connected, for clients that accept a stream. The socket is destroyed
 * when the signal aborts, resolves names through `lookup`, and its errors do not end the process.
 * Clients do not reliably destroy their sockets, so the driver owns the socket.
 */
export function openSocket(signal: AbortSignal): Socket {
  const socket = destroyOnAbort(signal, new Socket())
  const connect = socket.connect.bind(socket) as (options: object, listener?: unknown) => Socket
  socket.connect = (target: unknown, ...rest: readonly unknown[]) => {
    // `connect` would reopen a destroyed socket.
    if (signal.aborted) return socket.destroy()
    const listener = rest.find((each) => typeof each === 'function')
    return connect({ lookup, ...destination(target, rest[0]) }, listener)
  }
  return socket
}

// The forms of the arguments are those of `net.connect`.
function destination(target: unknown, host: unknown): object {
  if (typeof target === 'object' && target !== null) return target
  if (typeof host === 'string') return { port: target, host }
  return Number.isNaN(Number(target)) ? { path: target } : { port: target }
}

/** Destroys the stream when the signal aborts, and handles its 'error' events. */
export function destroyOnAbort<T extends Duplex>(signal: AbortSignal, stream: T): T {
  stream.on('error', noop)
  const removeListener = onAbort(signal, () => stream.destroy())
  // A stream of the application may already be closed.
  if (stream.closed) removeListener()
  else stream.once('close', removeListener)
  return stream
}

/**
 * Passes the errors that the listeners of the stream throw to `fail`, as `containListeners` does.
 * Calls `fail` also when the stream is closed, because some clients do not settle then.
 *
 * @returns a function that restores the stream
 */
export function containStream(
  stream: Duplex,
  fail: Fail,
  inspect?: (chunk: Buffer) => void,
): () => void {
  const release = containListeners(stream, fail, inspect)
  const failClosed = () => fail(stream.errored ?? new Error('the connection was closed'))
  // The client may report a more specific error first.
  const onClose = () => setImmediate(failClosed)
  stream.once('close', onClose)
  return () => {
    release()
    stream.removeListener('close', onClose)
  }
}

/** Resolves when the stream is closed, also after an error. */
export function closed(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve()
    else stream.once('close', resolve)
  })
}
