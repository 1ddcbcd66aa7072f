import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Returns the ids of the running child processes of a process. */
export function children(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    const read = (task: string) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
    return tasks.flatMap((task) => read(task).split(' ').filter(Boolean).map(Number))
  } catch {
    return []
  }
}

function tree(pid: number): number[] {
  return [pid, ...children(pid).flatMap(tree)]
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process has ended.
  }
}

/** Sends SIGSTOP to a process and all its descendants. Returns their ids when all are stopped. */
export function freezeTree(pid: number): number[] {
  const frozen = new Set<number>()
  // A process may start a child while the list is read, so read until the list is complete.
  for (let size = -1; size !== frozen.size; ) {
    size = frozen.size
    for (const found of tree(pid)) {
      if (!frozen.has(found)) send(found, 'SIGSTOP')
      frozen.add(found)
    }
  }
  // A thread on another processor may respond once more before the signal arrives. A thread that
  // waits for a disk stops later, and sends no response until then.
  const deadline = performance.now() + 1000
  while ([...frozen].some(works) && performance.now() < deadline);
  return [...frozen]
}

function works(pid: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.some((thread) => 'RSD'.includes(stateOf(`${pid}/task/${thread}`)))
  } catch {
    return false
  }
}

/**
 * Returns the state of a process or thread as in `ps`: R runs, S and D sleep, T is stopped, Z and X
 * have ended.
 */
function stateOf(path: string): string {
  const stat = readFileSync(`/proc/${path}/stat`, 'utf8')
  return stat.charAt(stat.lastIndexOf(')') + 2)
}

export function thawTree(pid: number): void {
  for (const found of tree(pid)) send(found, 'SIGCONT')
}

/** Kills a process and all its descendants at once. Returns their ids. */
export function killTree(pid: number): number[] {
  const frozen = freezeTree(pid)
  for (const found of frozen) send(found, 'SIGKILL')
  return frozen
}

/** Whether the process is running. */
export function isAlive(pid: number): boolean {
  try {
    // A zombie holds no resources, and an orphaned one may never be reaped.
    return !'ZX'.includes(stateOf(String(pid)))
  } catch {
    return false
  }
}

/** Resolves when none of the processes is running. */
export async function gone(pids: readonly number[]): Promise<void> {
  // Only a parent is notified of the end of a process, and this process is not the parent of all of
  // them.
  if (!pids.some(isAlive)) return
  await sleep(5)
  return gone(pids)
}
