/** Resources that keep this process running: the number of each kind. */
export type Resources = ReadonlyMap<string, number>

/** Counts the resources that keep this process running now. */
export function resources(): Resources {
  const count = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) count.set(kind, (count.get(kind) ?? 0) + 1)
  return count
}

/**
 * Returns the resources that were opened after `before` and are still open, such as `2 Timeout, 1
 * TCPSocketWrap`. Empty if there are none.
 */
export function leaksSince(before: Resources): string {
  return [...resources()]
    .map(([kind, count]) => [count - (before.get(kind) ?? 0), kind] as const)
    .filter(([count]) => count > 0)
    .map((each) => each.join(' '))
    .join(', ')
}
