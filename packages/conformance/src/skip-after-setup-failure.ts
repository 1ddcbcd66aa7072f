/** Wraps the setup and the tests of one driver or adapter. */
export interface SetupGuard {
  /**
   * Wraps the function that opens the driver or the adapter. If its first call fails, each later
   * call skips its test.
   */
  wrapSetup<A extends unknown[], T>(
    open: (...args: A) => T | Promise<T>,
  ): (...args: A) => Promise<T>
  /**
   * Wraps the body of a test. If the runner can skip a running test, it passes a context with the
   * method `skip` as the first argument.
   */
  wrapTest(run: () => Promise<void>): (...args: unknown[]) => Promise<void>
}

class Skip extends Error {}

// Generated packages throw this message in each function that their author has to write.
const placeholder = /fill in: .*/

/**
 * Creates a guard that lets one test fail and skips the others if all would fail for one reason:
 * the driver or adapter does not open, or a generated package is incomplete.
 */
export function createSetupGuard(): SetupGuard {
  let reason: string | undefined
  let hasOpened = false
  return {
    wrapSetup:
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
    wrapTest:
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

/** @throws the reason if the runner cannot skip a running test, as in jest */
function skip(context: unknown, reason: Skip): void {
  const { skip: skipTest } = Object(context)
  if (typeof skipTest !== 'function') throw reason
  Reflect.apply(skipTest, context, [reason.message])
}
