let last: Promise<unknown> = Promise.resolve()

/**
 * Runs one rule after another, even where the runner would run them at once: rules observe and change what the whole
 * process shares. A runner that gives up on a rule starts the next one only when the first has ended.
 */
export function inTurn(run: () => Promise<void>): Promise<void> {
  const running = last.then(run)
  last = running.catch(() => {})
  return running
}
