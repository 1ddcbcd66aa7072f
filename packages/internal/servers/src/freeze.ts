import { processTree, sendSignal, stateOf, threadsOf } from './processes.ts'

// A frozen process is a process that SIGSTOP has stopped. SIGCONT thaws it.

/** Freezes a process and all its descendants. Returns their ids when all are frozen. */
export function freezeTree(pid: number): number[] {
  const frozen = new Set<number>()
  // A process may start a child while the list is read, so read until the list is complete.
  for (let size = -1; size !== frozen.size; ) {
    size = frozen.size
    for (const found of processTree(pid)) {
      if (!frozen.has(found)) sendSignal(found, 'SIGSTOP')
      frozen.add(found)
    }
  }
  // A thread on another processor may respond once more before the signal arrives. A thread that
  // waits for a disk stops later, and sends no response until then.
  const deadline = performance.now() + 1000
  while ([...frozen].some(isActive) && performance.now() < deadline);
  return [...frozen]
}

/** Thaws a process and all its descendants. */
export function thawTree(pid: number): void {
  for (const found of processTree(pid)) sendSignal(found, 'SIGCONT')
}

/** Returns whether a thread of the process runs or sleeps, which means that it is not stopped. */
function isActive(pid: number): boolean {
  try {
    return threadsOf(pid).some((thread) => 'RSD'.includes(stateOf(`${pid}/task/${thread}`)))
  } catch {
    return false
  }
}
