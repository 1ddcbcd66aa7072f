import type { ChildProcess } from 'node:child_process'

export interface MatchOptions {
  readonly child: ChildProcess
  /** Returns the output so far. */
  readonly read: () => string
  /** Registers a listener for new output. */
  readonly onOutput: (listener: () => void) => void
  /** Resolves when `read` returns all output of a command that has ended. Default: at once. */
  readonly flush?: () => Promise<void>
}

/** Resolves when the output of a command matches. Rejects if it does not match after the end. */
export async function untilMatch(
  pattern: RegExp,
  { child, read, onOutput, flush = async () => {} }: MatchOptions,
): Promise<void> {
  const isMatched = await new Promise<boolean>((resolve) => {
    const check = () => pattern.test(read()) && resolve(true)
    onOutput(check)
    child.once('close', () => resolve(false))
    check()
  })
  if (isMatched) return
  await flush()
  if (pattern.test(read())) return
  throw new Error(`the command exited, and its output does not match ${pattern}: ${read()}`)
}
