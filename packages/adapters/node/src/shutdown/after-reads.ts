/**
 * Calls `callback` after the time has passed and the event loop has read everything that arrived
 * until then. Timers run before reads in an iteration of the event loop. If the event loop was
 * blocked, a timer alone would run before a request that arrived in time is read. It waits for two
 * iterations, because the event loop reads a connection one iteration after it accepts the
 * connection.
 *
 * @returns a function that cancels the call
 */
export function afterReads(milliseconds: number, callback: () => void): () => void {
  let isCancelled = false
  const timer = setTimeout(
    () => setImmediate(() => setImmediate(() => isCancelled || callback())),
    milliseconds,
  )
  return () => {
    isCancelled = true
    clearTimeout(timer)
  }
}
