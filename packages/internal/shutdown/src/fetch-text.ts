import { subscribe } from 'node:diagnostics_channel'

interface Sent {
  readonly request: { readonly path: string }
  readonly socket: object
}

const usedSockets = new WeakSet()
/** The paths of unfinished requests that were sent on a connection with an earlier request. */
const sentOnUsedSocket = new Set<string>()

// The error of a failed `fetch` does not always contain the socket. The kernel resets a connection
// in the queue of a closed port, for example, and the error is then a plain ECONNRESET.
subscribe('undici:client:sendHeaders', (event) => {
  const { request, socket } = event as Sent
  if (usedSockets.has(socket)) sentOnUsedSocket.add(request.path)
  else sentOnUsedSocket.delete(request.path)
  usedSockets.add(socket)
})

/**
 * Fetches a path and resolves with the body. `path` must be unique. The error says with `isNew`
 * whether the request was the first on its connection, or had no connection.
 */
export async function fetchText(origin: string, path: string): Promise<string> {
  try {
    return await (await fetch(`${origin}${path}`)).text()
  } catch (error) {
    throw Object.assign(Object(error), { isNew: !sentOnUsedSocket.has(path) })
  } finally {
    sentOnUsedSocket.delete(path)
  }
}
