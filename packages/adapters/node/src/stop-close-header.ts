import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

/**
 * Makes the response say `Connection: close`, if `isLast` says so when its headers are written. Not with `setHeader`:
 * once a header is set that way, `writeHead` merges raw headers into it, and before Node 22 it loses all but one of
 * those with the same name.
 */
export function sendConnectionClose(res: ServerResponse, isLast: () => boolean): void {
  if (res.headersSent) return
  // Headers that are not written explicitly come through here, too.
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

/** Those of `writeHead`: an object, a list of names and values in turn, or a list of pairs. */
function withClose(headers: Headers = {}): unknown {
  if (!Array.isArray(headers)) {
    const others = Object.entries(headers).filter(([name]) => !isOfConnection(name))
    return { ...Object.fromEntries(others), Connection: 'close' }
  }
  const list: readonly unknown[] = headers
  if (Array.isArray(list[0])) {
    return [...list.filter((pair) => !isOfConnection(Object(pair)[0])), ['Connection', 'close']]
  }
  const others = list.filter((_, index) => !isOfConnection(list[index - (index % 2)]))
  return [...others, 'Connection', 'close']
}

const isOfConnection = (name: unknown) => /^(connection|keep-alive)$/i.test(String(name))
