/** What all tests of one driver or adapter share: whether there is anything to test yet. */
export interface FirstUse {
  /** Wraps what opens the driver or the adapter. When the first call fails, each further one skips its test. */
  guard<A extends unknown[], T>(open: (...args: A) => T | Promise<T>): (...args: A) => Promise<T>
  /** Wraps the body of a test. A runner that can skip a test passes what skips it as the first argument. */
  body(run: () => Promise<void>): (...args: unknown[]) => Promise<void>
}

class Skip extends Error {}

// What generated packages throw where their author has to write something.
const placeholder = /fill in: .*/

/**
 * Lets one test fail, and skips the rest, where all of them would fail with the same message: nothing opens at all, or a
 * generated package is not filled in.
 */
export function createFirstUse(): FirstUse {
  let reason: string | undefined
  let hasOpened = false
  return {
    guard:
      (open) =>
      async (...args) => {
        if (reason !== undefined) throw new Skip(`skipped, because of ${reason}`)
        try {
          const opened = await open(...args)
          hasOpened = true
          return opened
        } catch (error) {
          if (!hasOpened) reason = messageOf(error)
          throw error
        }
      },
    body:
      (run) =>
      async (...[context]) => {
        try {
          await run()
        } catch (error) {
          if (error instanceof Skip) return skip(context, error)
          reason ??= placeholder.exec(messageOf(error))?.[0]
          throw error
        }
      },
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** @throws the reason under a runner that cannot skip a test which has begun, such as jest */
function skip(context: unknown, reason: Skip): void {
  const { skip: skipTest } = Object(context)
  if (typeof skipTest !== 'function') throw reason
  Reflect.apply(skipTest, context, [reason.message])
}
