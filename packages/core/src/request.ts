import type { Format } from './answers.ts'

const slash = 47
const questionMark = 63
const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*\/?/i

/**
 * Returns the request target without scheme and host. Servers must accept `GET http://host/path`
 * (RFC 9112, 3.2.2), and the URL of a web `Request` always has that form. Runs for every request of
 * the application, as `findPath` does, so it allocates nothing for a target that begins with its
 * path.
 */
export function originForm(target: string): string {
  return target.charCodeAt(0) === slash ? target : target.replace(origin, '/')
}

/** Returns the path of the list that equals the path of the target. Ignores the query. */
export function findPath(target: string, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    if (target === path) return path
    // V8 deoptimizes this read after the first one past the end of a string.
    const queried = target.length > path.length && target.charCodeAt(path.length) === questionMark
    if (queried && target.startsWith(path)) return path
  }
  return undefined
}

/** Returns the format of the response to a probe. The query has priority over the Accept header. */
export function readFormat(query: string, accept: unknown): Format {
  const parameters = query === '' ? [] : query.slice(1).split('&')
  if (parameters.includes('format=json')) return 'json'
  if (parameters.some((each) => each === 'verbose' || each.startsWith('verbose='))) return 'verbose'
  return typeof accept === 'string' && prefersJson(accept) ? 'negotiated' : 'text'
}

// The rest of a longer Accept header is ignored. Browsers send about 150 characters, and Node
// accepts 16 KiB.
const maxAccept = 1000

// Returns true only for a client that names JSON and does not prefer plain text.
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
