let last: Promise<unknown> = Promise.resolve()

/**
 * Runs `run` after all earlier calls have ended, also if the test runner starts its tests
 * simultaneously. Rules count the resources of the whole process, so only one may run at a time.
 */
export function runSequentially(run: () => Promise<void>): Promise<void> {
  const running = last.then(run)
  last = running.catch(() => {})
  return running
}
