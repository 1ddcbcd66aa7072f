import { freePort } from '@readyz/conformance'

/** What a program prints that finds its port taken: that of the C library, and that of Node. */
const taken = /Address already in use|EADDRINUSE/i

/**
 * Starts something on a free port, and on another one if a different process takes the port before
 * it listens.
 */
export async function onFreePort<T>(
  start: (port: number) => Promise<T>,
): Promise<{ readonly port: number; readonly started: T }> {
  const port = await freePort()
  try {
    return { port, started: await start(port) }
  } catch (error) {
    if (!taken.test(String(error))) throw error
    return onFreePort(start)
  }
}
