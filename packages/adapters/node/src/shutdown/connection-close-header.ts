import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

/**
 * Adds `Connection: close` to the response if `isLast` returns `true` when its headers are written.
 * It does not use `setHeader`, because `writeHead` then merges raw headers, and before Node 22
 * keeps only one of several with the same name.
 */
export function sendConnectionClose(res: ServerResponse, isLast: () => boolean): void {
  if (res.headersSent) return
  // Node also calls `writeHead` for headers that the application does not write explicitly.
  const writeHead = res.writeHead as (...args: unknown[]) => ServerResponse
  const closing = (...args: readonly unknown[]): ServerResponse => {
    const [status, ...rest] = args
    if (status === 101 || !isLast()) return writeHead.apply(res, [...args])
    const reason = rest.filter((each) => typeof each === 'string')
    const headers = rest.find((each) => Object(each) === each) as Headers | undefined
    return writeHead.call(res, status, ...reason, withClose(headers))
  }
  res.writeHead = closing
}

/**
 * Replaces the connection headers. `writeHead` accepts an object, a flat list of names and values,
 * or a list of pairs.
 */
function withClose(headers: Headers = {}): unknown {
  if (!Array.isArray(headers)) {
    const others = Object.entries(headers).filter(([name]) => !isConnectionHeader(name))
    return { ...Object.fromEntries(others), Connection: 'close' }
  }
  const list: readonly unknown[] = headers
  if (Array.isArray(list[0])) {
    return [...list.filter((pair) => !isConnectionHeader(Object(pair)[0])), ['Connection', 'close']]
  }
  const others = list.filter((_, index) => !isConnectionHeader(list[index - (index % 2)]))
  return [...others, 'Connection', 'close']
}

const isConnectionHeader = (name: unknown) => /^(connection|keep-alive)$/i.test(String(name))
