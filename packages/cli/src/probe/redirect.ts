import { CheckError } from '@readyz/core'
import type { HttpResponse } from './http-message.ts'

const statuses = [301, 302, 303, 307, 308]

/**
 * Returns the URL of a redirect to the same host, and `undefined` for any other response. A
 * redirect without a `Location` is not followed, as in the kubelet.
 *
 * @throws CheckError for a redirect that cannot be followed
 */
export function redirectOf(
  { status, location }: HttpResponse,
  url: URL,
  hostname: string,
): URL | undefined {
  if (!statuses.includes(status) || location === undefined) return undefined
  const next = resolve(location, url, status)
  if (next.hostname === hostname) return next
  throw new CheckError(
    `answered with status ${status}, which redirects to another host, ${next.host}`,
  )
}

function resolve(location: string, url: URL, status: number): URL {
  // WHATWG URLs treat a backslash as a slash. The kubelet does not.
  const text = location.replaceAll('\\', '%5C')
  if (hasInvalidEscape(text) || !URL.canParse(text, url.href)) {
    throw new CheckError(`answered with status ${status}, which redirects to an invalid URL`)
  }
  const next = new URL(text, url)
  if (['http:', 'https:'].includes(next.protocol)) return next
  throw new CheckError(`answered with status ${status}, which redirects to a URL that is not HTTP`)
}

// In the path or the fragment. The kubelet does not decode the query.
function hasInvalidEscape(location: string): boolean {
  const [, path = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(.*)$/s.exec(location) ?? []
  return /%(?![\da-f]{2})|\t/i.test(`${path}${fragment}`)
}

/**
 * Returns the `Referer` of the request after a redirect, without credentials; `undefined` from
 * HTTPS to HTTP.
 */
export function refererOf(url: URL, next: URL): string | undefined {
  if (url.protocol === 'https:' && next.protocol === 'http:') return undefined
  const { origin, pathname, search } = url
  return `${origin}${pathname}${search}`
}
