import { freezeTree } from './freeze.ts'
import { sendSignal } from './processes.ts'

/**
 * Kills a process and all its descendants. Freezes them first, so that none of them can start
 * another process. Returns their ids.
 */
export function killTree(pid: number): number[] {
  const pids = freezeTree(pid)
  for (const each of pids) sendSignal(each, 'SIGKILL')
  return pids
}
