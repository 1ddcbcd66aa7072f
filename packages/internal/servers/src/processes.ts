import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Returns the ids of the running child processes of a process. */
export function childrenOf(pid: number): number[] {
  try {
    return threadsOf(pid).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter(Boolean)
        .map(Number),
    )
  } catch {
    return []
  }
}

/** Returns the ids of a process and of all its descendants. */
export function processTree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(processTree)]
}

/** Returns the ids of the threads of a process. */
export function threadsOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/task`)
}

/** Sends a signal to a process. Does nothing if the process has ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process has ended.
  }
}

/**
 * Returns the state of a process or thread as in `ps`: R runs, S and D sleep, T is stopped, Z and X
 * have ended.
 *
 * @param path `<pid>` or `<pid>/task/<thread>`
 */
export function stateOf(path: string): string {
  const stat = readFileSync(`/proc/${path}/stat`, 'utf8')
  return stat.charAt(stat.lastIndexOf(')') + 2)
}

/** Returns whether the process has not ended. */
export function isAlive(pid: number): boolean {
  try {
    // A zombie holds no resources, and an orphaned one may never be reaped.
    return !'ZX'.includes(stateOf(String(pid)))
  } catch {
    return false
  }
}

/** Resolves when all processes have ended. */
export async function untilEnded(pids: readonly number[]): Promise<void> {
  // The kernel notifies only the parent of the end of a process, and this process is not the parent
  // of all of them.
  if (!pids.some(isAlive)) return
  await sleep(5)
  return untilEnded(pids)
}
