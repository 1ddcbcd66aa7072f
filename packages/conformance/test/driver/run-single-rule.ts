import { driverConformance, type Open, type Server } from '../../src/index.ts'

/** What the test of a title says of a driver. */
export async function verdict(title: string, open: Open, server?: Server): Promise<unknown> {
  const bodies = new Map<string, () => Promise<void>>()
  driverConformance((each, body) => bodies.set(each, body), open, server)
  const body = bodies.get(title)
  if (body === undefined) throw new TypeError(`there is no test "${title}"`)
  return body().catch((error: unknown) => error)
}

/** The names of what was broken, in the order of the message. */
export function broken(error: unknown): string[] {
  const lines = String(Object(error).message).matchAll(/^(?!logged)([^:\n]+): expected .+, saw /gm)
  return [...new Set([...lines].map(([, name = '']) => name))]
}
