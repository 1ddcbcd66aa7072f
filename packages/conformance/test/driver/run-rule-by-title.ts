import { driverConformance, type Open, type Server } from '../../src/index.ts'

/** Runs the test with this title. Returns its error, or undefined if it passes. */
export async function errorOfRule(title: string, open: Open, server?: Server): Promise<unknown> {
  const bodies = new Map<string, () => Promise<void>>()
  driverConformance((each, body) => bodies.set(each, body), open, server)
  const body = bodies.get(title)
  if (body === undefined) throw new TypeError(`there is no test "${title}"`)
  return body().catch((error: unknown) => error)
}

/** Returns the names of the broken rules, in the order of the message. */
export function brokenRules(error: unknown): string[] {
  const lines = String(Object(error).message).matchAll(/^(?!logged)([^:\n]+): expected .+, got /gm)
  return [...new Set([...lines].map(([, name = '']) => name))]
}
