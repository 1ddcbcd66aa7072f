import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The ids of the processes that a process has started, and that still run. */
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
    // Gone in the meantime.
  }
}

/** Stops a process and all below it, and gives their ids when none of them works any more. */
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
  // A thread on another processor may get through one more question before the signal reaches it. One that waits for a
  // disk takes longer, and answers nobody.
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

/** The letter of `ps` for a process or a thread: R runs, S and D sleep, T is stopped, Z and X have ended. */
function stateOf(path: string): string {
  const stat = readFileSync(`/proc/${path}/stat`, 'utf8')
  return stat.charAt(stat.lastIndexOf(')') + 2)
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
    // An orphan that nobody collects stays a zombie for ever, and holds nothing.
    return !'ZX'.includes(stateOf(String(pid)))
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
