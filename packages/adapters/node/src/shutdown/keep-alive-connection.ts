import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterReads } from './after-reads.ts'
import { sendConnectionClose } from './connection-close-header.ts'

/** The shutdown state that all connections of a server share. */
export interface ClosePolicy {
  /** Milliseconds for which the client may reuse an idle connection. */
  readonly keepAliveMs: () => number
  /** Whether responses say `Connection: close`. */
  readonly sendsClose: () => boolean
  /**
   * The time by which idle connections are closed, as by `performance.now()`. `undefined` until the
   * server closes.
   */
  readonly idleDeadline: () => number | undefined
}

/** An HTTP/1 connection that is closed during shutdown when it is idle. */
export interface KeepAliveConnection {
  /** The unfinished responses, in the order of their requests. */
  readonly responses: ReadonlySet<ServerResponse>
  /** Whether only a part of a request has arrived. */
  readonly isIncomplete: boolean
  /** Records a request. Returns `false` if the request must be discarded. */
  begin(req: IncomingMessage, res: ServerResponse): boolean
  /** Makes all further responses say `Connection: close`. */
  sendClose(): void
  /**
   * Closes the connection when it is idle and its keep-alive time has passed, or at the idle
   * deadline.
   */
  closeWhenIdle(): void
  /**
   * Handles Node's keep-alive timeout: schedules the end of an idle connection. Returns `false` if
   * it is not idle.
   */
  takeOverTimeout(): boolean
  /** Stops the tracking, because the connection is no longer HTTP/1. */
  forget(): void
}

// A peer that reads the end of the connection closes it at once. A peer that is gone never does.
const lingerMs = 2000

export function createKeepAliveConnection(
  socket: Socket,
  policy: ClosePolicy,
): KeepAliveConnection {
  const responses = new Set<ServerResponse>()
  /** A request that was answered before its body was complete. */
  let uploading: IncomingMessage | undefined
  let idleSince = performance.now()
  let bytesWhenIdle = socket.bytesRead
  /** A response has said `Connection: close`, or the connection was ended without one. */
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

  /**
   * Closes the writing half and reads on, because closing a socket with unread bytes resets it and
   * loses the response.
   */
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
      // Only the last of several pipelined responses may contain `Connection: close` (RFC 9112,
      // 9.6).
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
        // Read and discard, so that the connection is not reset.
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
      // Node calls this after a response with `Connection: close`. Node's own does not read the
      // bytes that have arrived.
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
