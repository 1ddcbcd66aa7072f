import type { ChildProcess } from 'node:child_process'

export interface MatchOptions {
  readonly child: ChildProcess
  /** Returns the output so far. */
  readonly read: () => string
  /** Registers a listener for new output. */
  readonly onOutput: (listener: () => void) => void
}

/** Resolves when the output of a command matches. Rejects if the command exits before that. */
export function untilMatch(
  pattern: RegExp,
  { child, read, onOutput }: MatchOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => pattern.test(read()) && resolve()
    onOutput(check)
    child.once('close', () =>
      reject(new Error(`the command exited, and its output does not match ${pattern}: ${read()}`)),
    )
    check()
  })
}
