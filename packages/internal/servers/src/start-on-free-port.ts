import { freePort } from '@readyz/conformance'

/** Matches the error of a program whose port is in use, written by the C library or by Node. */
const portInUse = /Address already in use|EADDRINUSE/i

/**
 * Calls `start` with a free port. If another process uses the port before the program listens,
 * calls it again with another port.
 */
export async function startOnFreePort<T>(
  start: (port: number) => Promise<T>,
): Promise<{ readonly port: number; readonly started: T }> {
  const port = await freePort()
  try {
    return { port, started: await start(port) }
  } catch (error) {
    if (!portInUse.test(String(error))) throw error
    return startOnFreePort(start)
  }
}
