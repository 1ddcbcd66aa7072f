import { showUrl } from '../redact/show.ts'
import { UsageError } from '../usage.ts'

export interface UrlForm {
  readonly schemes: readonly string[]
  /** A complete URL, for error messages. */
  readonly example: string
  /** Whether it may contain an @ that ends no password. */
  readonly mayHoldAt?: boolean
  /** Whether it may name a Unix socket: in its path, or in a parameter with nothing between the @ and the path. */
  readonly mayLackHost?: boolean
}

const escapes = 'write %2F, %3F, %23, %40 and %25 for /, ?, #, @ and % in a user or password'

/**
 * Reads a URL. One whose password contains a character that a URL may not contain there is rejected: a part of it would be
 * taken for the host.
 */
export function readUrl(option: string, form: UrlForm, text: string): URL {
  const fail = (problem: string) => {
    const expected = `${option}: expected a URL such as ${form.example}`
    return new UsageError(`${expected}, got ${showUrl(text)}: ${problem}`)
  }
  if (text !== text.trim() || /\p{Cc}/u.test(text)) {
    throw fail('remove the white space, or percent-encode it')
  }
  const [scheme = ''] = /^[a-z][a-z\d+.-]*:/i.exec(text) ?? []
  const isSocket = ['socket:', 'unix:'].includes(scheme)
  if (!form.schemes.includes(scheme.toLowerCase()) || !(isSocket || text.includes('://'))) {
    throw fail(`it has to start with ${form.schemes.join(' or ')}`)
  }
  const whole = form.mayLackHost ? text.replace('@/', '@localhost/') : text
  if (!URL.canParse(whole)) throw fail(escapes)
  const url = new URL(whole)
  const { username, password } = url
  const isPlain = form.mayHoldAt && username === '' && password === ''
  if (!isPlain && `${url.pathname}${url.search}${url.hash}`.includes('@')) throw fail(escapes)
  if (!canDecode(username, password)) throw fail(escapes)
  if (!form.mayHoldAt && !canDecode(url.pathname)) throw fail('write %25 for % in the path')
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

const httpForm: UrlForm = {
  schemes: ['http:', 'https:'],
  example: 'http://localhost:8080/readyz',
  mayHoldAt: true,
}

/** A URL of HTTP, and what a request for it sends as its target. */
export interface HttpUrl {
  readonly url: URL
  /** The path and the query. */
  readonly target: string
}

/** @throws UsageError for text that is not such a URL */
export function readHttpUrl(option: string, text: string): HttpUrl {
  return { url: readUrl(option, httpForm, text), target: targetOf(text) }
}

/**
 * The path and the query as they are written, because the kubelet sends them so and `URL` normalizes them. A path with a %
 * that starts no escape is no encoded path for the kubelet, which then encodes each % and ? of it.
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
