import type { Redact } from './secrets.ts'

// Where core looks for the error that another one wraps.
const wrappers = ['cause', 'errors', 'original', 'parent'] as const
const maxDepth = 6

/**
 * A copy of an error, and of those that it wraps, that contains no known secret. It is made before core puts the messages
 * on one line and truncates them, when a secret would no longer be found in them.
 */
export function redactCause(cause: unknown, redact: Redact, depth: number = maxDepth): unknown {
  if (typeof cause === 'string') return redact(cause)
  if (typeof cause !== 'object' || cause === null || depth === 0) return undefined
  const copy: Record<string, unknown> = {}
  for (const key of ['name', 'code', 'message']) {
    const text = read(cause, key)
    if (typeof text === 'string') copy[key] = redact(text)
  }
  for (const key of wrappers) {
    const inner = read(cause, key)
    const [first] = Array.isArray(inner) ? inner : [inner]
    copy[key] = redactCause(first, redact, depth - 1)
  }
  return copy
}

function read(error: object, key: string): unknown {
  try {
    return Reflect.get(error, key)
  } catch {
    return undefined
  }
}
