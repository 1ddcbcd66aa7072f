import { redactUrl } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'

export interface UrlFormat {
  readonly schemes: readonly string[]
  /** A complete URL, for error messages. */
  readonly example: string
  /** Whether the path or the query may contain an @. */
  readonly allowsAtSign?: boolean
  /** Whether the host may be missing, because the path or a parameter names a Unix socket. */
  readonly allowsMissingHost?: boolean
}

const escapes = 'write %2F, %3F, %23, %40 and %25 for /, ?, #, @ and % in a user or password'

/**
 * Parses a URL. A password with a character that must be percent-encoded is rejected, because the
 * URL parser would use a part of it as the host.
 *
 * @throws UsageError that names the problem and contains no credentials
 */
export function parseUrl(option: string, format: UrlFormat, text: string): URL {
  const fail = (problem: string) => {
    const expected = `${option}: expected a URL such as ${format.example}`
    return new UsageError(`${expected}, got ${redactUrl(text)}: ${problem}`)
  }
  if (text !== text.trim() || /\p{Cc}/u.test(text)) {
    throw fail('remove the white space, or percent-encode it')
  }
  const [scheme = ''] = /^[a-z][a-z\d+.-]*:/i.exec(text) ?? []
  const isSocket = ['socket:', 'unix:'].includes(scheme)
  if (!format.schemes.includes(scheme.toLowerCase()) || !(isSocket || text.includes('://'))) {
    throw fail(`it must start with ${format.schemes.join(' or ')}`)
  }
  const whole = format.allowsMissingHost ? text.replace('@/', '@localhost/') : text
  if (!URL.canParse(whole)) throw fail(escapes)
  const url = new URL(whole)
  const { username, password } = url
  const isPlain = format.allowsAtSign && username === '' && password === ''
  if (!isPlain && `${url.pathname}${url.search}${url.hash}`.includes('@')) throw fail(escapes)
  if (!canDecode(username, password)) throw fail(escapes)
  if (!format.allowsAtSign && !canDecode(url.pathname)) throw fail('write %25 for % in the path')
  return url
}

function canDecode(...texts: readonly string[]): boolean {
  try {
    texts.map(decodeURIComponent)
    return true
  } catch {
    return false
  }
}

const httpFormat: UrlFormat = {
  schemes: ['http:', 'https:'],
  example: 'http://localhost:8080/readyz',
  allowsAtSign: true,
}

/** An HTTP URL and the request target that is sent for it. */
export interface HttpUrl {
  readonly url: URL
  /** The path and the query. */
  readonly target: string
}

/**
 * Parses an HTTP URL.
 *
 * @throws UsageError for any other text
 */
export function parseHttpUrl(option: string, text: string): HttpUrl {
  return { url: parseUrl(option, httpFormat, text), target: targetOf(text) }
}

/**
 * Returns the path and the query without normalization, because the kubelet does not normalize them
 * and `URL` does. The kubelet encodes each % and ? of a path that contains an invalid escape.
 */
function targetOf(text: string): string {
  const [, path = '', query = ''] = /^[^/]*\/\/[^/?#]*([^?#]*)([^#]*)/.exec(text) ?? []
  const rooted = path === '' ? '/' : path
  const isEncoded = !/%(?![\da-f]{2})/i.test(path)
  const target = isEncoded
    ? `${rooted}${query}`
    : `${rooted}${query}`.replaceAll('%', '%25').replaceAll('?', '%3F')
  return target.replaceAll(/[^!-~]/gu, encodeURIComponent)
}
