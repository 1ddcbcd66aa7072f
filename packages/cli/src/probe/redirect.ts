import { CheckError } from '@readyz/core'
import type { Answer } from './answer.ts'

const statuses = [301, 302, 303, 307, 308]

/**
 * The URL of a redirect to the same host; `undefined` for any other response, and for a redirect without a `Location`,
 * which is a success for the kubelet.
 *
 * @throws CheckError for a redirect that cannot be followed
 */
export function redirectOf(
  { status, location }: Answer,
  url: URL,
  hostname: string,
): URL | undefined {
  if (!statuses.includes(status) || location === undefined) return undefined
  const next = resolve(location, url, status)
  if (next.hostname === hostname) return next
  throw new CheckError(`answered with status ${status}, which leads elsewhere, to ${next.host}`)
}

function resolve(location: string, url: URL, status: number): URL {
  // A backslash is a slash for WHATWG URLs only.
  const text = location.replaceAll('\\', '%5C')
  if (hasInvalidEscape(text) || !URL.canParse(text, url.href)) {
    throw new CheckError(`answered with status ${status}, which leads to no URL`)
  }
  const next = new URL(text, url)
  if (['http:', 'https:'].includes(next.protocol)) return next
  throw new CheckError(`answered with status ${status}, which leads to no URL of HTTP`)
}

// Of the path and the fragment. The kubelet does not look into the query.
function hasInvalidEscape(location: string): boolean {
  const [, path = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(.*)$/s.exec(location) ?? []
  return /%(?![\da-f]{2})|\t/i.test(`${path}${fragment}`)
}

/** The `Referer` of a request that a redirect caused, without credentials. None from HTTPS to HTTP. */
export function refererOf(url: URL, next: URL): string | undefined {
  if (url.protocol === 'https:' && next.protocol === 'http:') return undefined
  const { origin, pathname, search } = url
  return `${origin}${pathname}${search}`
}
