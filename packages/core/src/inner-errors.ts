const maxDepth = 6

// Properties in which clients keep a wrapped error. The first two are standard, `original` and
// `parent` are from sequelize, and `driverError` is from typeorm.
const wrappers = ['cause', 'errors', 'original', 'parent', 'driverError'] as const

/** Returns a property of a foreign error. Never throws. */
export function property(value: unknown, key: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  } catch {
    return undefined
  }
}

function list(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? value.slice(0, maxDepth) : [value]
  } catch {
    return []
  }
}

/**
 * Returns the values of the properties in which an error may keep a wrapped error, at most six of a
 * list. A value may be of any type, for example `undefined`. Never throws.
 */
export function innerErrors(error: unknown): readonly unknown[] {
  // Prisma keeps the error of its driver adapter in `meta`, beside other properties.
  const adapterError = property(property(error, 'meta'), 'driverAdapterError')
  return [...wrappers.map((key) => property(error, key)), adapterError].flatMap(list)
}

// Some clients set `cause` to a string.
function isLink(value: unknown): boolean {
  return (
    (typeof value === 'object' && value !== null) || (typeof value === 'string' && value !== '')
  )
}

/** Returns an error, the first error that it wraps, and so on. Stops at a cycle. */
export function chain(error: unknown): unknown[] {
  const found: unknown[] = [error]
  while (found.length < maxDepth) {
    const outer = found.at(-1)
    const inner = innerErrors(outer).find((value) => isLink(value) && !found.includes(value))
    if (inner === undefined) break
    found.push(inner)
  }
  return found
}
