import type { Redact } from './redactor.ts'

// The properties in which core looks for a wrapped error.
const wrappers = ['cause', 'errors', 'original', 'parent'] as const
const maxDepth = 6

/**
 * Returns a copy of an error and its wrapped errors without known secrets. Call it before core
 * joins and truncates the messages, because a truncated secret would not be found.
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
