import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { sendConnectionClose } from './stop-close-header.ts'
import { afterReads } from './stop-timer.ts'

/** What all connections of a server follow. */
export interface ClosePolicy {
  /** How long an idle connection may be reused by its client. */
  readonly keepAliveMs: () => number
  /** Responses say `Connection: close`. */
  readonly sendsClose: () => boolean
  /** When idle connections are closed at the latest, as by `performance.now()`. Before it is known, none is. */
  readonly idleDeadline: () => number | undefined
}

/** One connection of HTTP/1. */
export interface Connection {
  /** Not finished yet, in the order of their requests, which is the order in which they are sent. */
  readonly responses: ReadonlySet<ServerResponse>
  /** Whether a part of a request has arrived, and the rest has not. */
  readonly isIncomplete: boolean
  /** A request has come. `false` if it is not to be answered, nor looked at. */
  begin(req: IncomingMessage, res: ServerResponse): boolean
  /** From now on responses say that the connection closes. */
  sendClose(): void
  /** Closes it when it is idle and its client must not reuse it any more. */
  closeWhenIdle(): void
  /** Node's limit for an idle connection has passed. Closes it later, without loss; `false` if it is not idle. */
  takeOverTimeout(): boolean
  /** It is none of HTTP/1 any more. */
  forget(): void
}

// A peer that reads the end of the connection closes it at once; one that is gone never does.
const lingerMs = 2000

export function createConnection(socket: Socket, policy: ClosePolicy): Connection {
  const responses = new Set<ServerResponse>()
  /** A request that was answered before its body had arrived. */
  let uploading: IncomingMessage | undefined
  let idleSince = performance.now()
  let bytesWhenIdle = socket.bytesRead
  /** The last response has said that the connection closes, or the connection has ended without. */
  let isLast = false
  let isEnded = false
  let cancel = () => {}

  const isIncomplete = () =>
    uploading !== undefined ||
    (!isEnded && responses.size === 0 && socket.bytesRead !== bytesWhenIdle)

  const isIdle = () => responses.size === 0 && !isIncomplete()

  function becomeIdle(): void {
    if (responses.size > 0 || uploading !== undefined) return
    idleSince = performance.now()
    bytesWhenIdle = socket.bytesRead
    closeWhenIdle()
  }

  function closeWhenIdle(): void {
    if (policy.idleDeadline() !== undefined) scheduleEnd()
  }

  function scheduleEnd(): void {
    if (isEnded || !isIdle()) return
    cancel()
    const closesAt = Math.min(idleSince + policy.keepAliveMs(), policy.idleDeadline() ?? Infinity)
    if (closesAt === Infinity) return
    cancel = afterReads(Math.max(0, closesAt - performance.now()), () => {
      if (isIdle()) end()
    })
  }

  /** Closes the writing half and reads on: closing a socket with unread bytes resets it, and what was sent is lost. */
  function end(): void {
    if (isEnded) return
    isEnded = true
    isLast = true
    cancel()
    socket.end()
    socket.resume()
    linger()
  }

  function linger(): void {
    const { bytesRead } = socket
    cancel = afterReads(lingerMs, () => {
      if (socket.bytesRead === bytesRead && uploading === undefined) socket.destroy()
      else linger()
    })
  }

  function finish(req: IncomingMessage, res: ServerResponse): void {
    responses.delete(res)
    if (!req.complete && !socket.destroyed) {
      uploading = req
      req.once('close', () => {
        uploading = undefined
        becomeIdle()
      })
    }
    becomeIdle()
  }

  function prepareClose(res: ServerResponse): void {
    sendConnectionClose(res, () => {
      // Of pipelined requests only the last may say so (RFC 9112, 9.6).
      if ([...responses].at(-1) !== res) return false
      isLast = true
      return true
    })
  }

  socket.once('close', () => cancel())

  return {
    responses,
    get isIncomplete() {
      return isIncomplete()
    },
    begin(req, res) {
      if (responses.has(res)) return true
      if (isLast) {
        // What comes behind is not looked at, but read.
        req.resume()
        return false
      }
      cancel()
      responses.add(res)
      res.once('close', () => finish(req, res))
      if (policy.sendsClose()) prepareClose(res)
      return true
    },
    sendClose() {
      for (const res of responses) prepareClose(res)
      // What Node calls behind such a response: its own closes without reading what has arrived.
      socket.destroySoon = end
    },
    closeWhenIdle,
    takeOverTimeout() {
      if (!isIdle()) return false
      scheduleEnd()
      return true
    },
    forget: () => cancel(),
  }
}
