import type { Format } from './answers.ts'

const slash = 47
const questionMark = 63
const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*\/?/i

/**
 * The target from its path on: a server accepts `GET http://host/path` too (RFC 9112, 3.2.2), and a Web Request has
 * no other form. Stands, as `findPath`, in front of every request of the application, and for a target that begins
 * with its path it compares, and allocates nothing.
 */
export function originForm(target: string): string {
  return target.charCodeAt(0) === slash ? target : target.replace(origin, '/')
}

/** The path of the list that a target in origin form has, whatever its query. */
export function findPath(target: string, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    if (target === path) return path
    // Not past the end: V8 would never again read a character here as fast.
    const queried = target.length > path.length && target.charCodeAt(path.length) === questionMark
    if (queried && target.startsWith(path)) return path
  }
  return undefined
}

/** The form in which a probe wants its answer: the query decides before the Accept header. */
export function readFormat(query: string, accept: unknown): Format {
  const parameters = query === '' ? [] : query.slice(1).split('&')
  if (parameters.includes('format=json')) return 'json'
  if (parameters.some((each) => each === 'verbose' || each.startsWith('verbose='))) return 'verbose'
  return typeof accept === 'string' && prefersJson(accept) ? 'negotiated' : 'text'
}

// Of a longer Accept header the rest is not read: browsers send about 150 characters, and Node takes 16 KiB.
const maxAccept = 1000

// JSON only for a client that names it, and that does not prefer plain text.
function prefersJson(accept: string): boolean {
  const ranges = accept.slice(0, maxAccept).toLowerCase().split(',')
  const json = quality(ranges, 'application/json')
  return json > 0 && json >= quality(ranges, 'text/plain')
}

function quality(ranges: readonly string[], type: string): number {
  const range = ranges.find((each) => each.split(';', 1)[0]?.trim() === type)
  if (range === undefined) return 0
  const [, q] = /;\s*q=([^;]*)/.exec(range) ?? []
  return q === undefined ? 1 : Number(q) || 0
}
