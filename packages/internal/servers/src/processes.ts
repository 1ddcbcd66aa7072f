import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

function children(pid: number): number[] {
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
    // Gone in the meantime.
  }
}

/** Stops a process and all below it, and gives their ids. */
export function freezeTree(pid: number): number[] {
  const frozen = new Set<number>()
  // A child may be born while the list is read, so read until nobody new is there.
  for (let size = -1; size !== frozen.size; ) {
    size = frozen.size
    for (const found of tree(pid)) {
      if (!frozen.has(found)) send(found, 'SIGSTOP')
      frozen.add(found)
    }
  }
  return [...frozen]
}

export function thawTree(pid: number): void {
  for (const found of tree(pid)) send(found, 'SIGCONT')
}

/** Kills a process and all below it at once, and gives their ids. */
export function killTree(pid: number): number[] {
  const frozen = freezeTree(pid)
  for (const found of frozen) send(found, 'SIGKILL')
  return frozen
}

/** Whether the process still runs. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // An orphan that nobody collects stays a zombie for ever, and holds nothing.
    const state = stat.charAt(stat.lastIndexOf(')') + 2)
    return state !== 'Z' && state !== 'X'
  } catch {
    return false
  }
}

/** Resolves when none of the processes runs any more. */
export async function gone(pids: readonly number[]): Promise<void> {
  // The kernel reports the end of a process to its parent only, and these are not all ours.
  if (!pids.some(isAlive)) return
  await sleep(5)
  return gone(pids)
}
