/**
 * Calls back when the time has passed and the event loop has read what arrived until then. Timers run before the reads
 * of the same iteration of the loop: when the loop was blocked, a timer alone does not see a request that arrived in
 * time. Two iterations, because a connection is read in the iteration after the one that accepted it.
 *
 * @returns cancels it
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
