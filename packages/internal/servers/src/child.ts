import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { freezeTree, gone, isAlive, killTree, thawTree } from './processes.ts'

/** The process of one server. Each start creates a new one. */
export interface Child {
  /** The id of the running process, or of the last one. */
  readonly pid: number
  readonly isUp: boolean
  adopt(launched: ChildProcess): void
  /** Stops the server gracefully. Kills it after five seconds. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** Kills the server without waiting for its end. */
  abandon(): void
  freeze(): void
  thaw(): void
}

export function createChild(directory: string, stopSignal: NodeJS.Signals): Child {
  let child: ChildProcess | undefined
  const pid = () => child?.pid ?? 0
  // Node emits 'exit' later than the kernel ends the process, so ask the kernel.
  const isUp = () => child?.exitCode === null && child.signalCode === null && isAlive(pid())

  async function kill(): Promise<void> {
    if (!child || !isUp()) return
    const ended = once(child, 'exit')
    const killed = killTree(pid())
    await ended
    await gone(killed)
  }

  async function stop(): Promise<void> {
    if (!child || !isUp()) return
    const ended = once(child, 'exit')
    thawTree(pid())
    child.kill(stopSignal)
    const force = setTimeout(() => void kill(), 5000)
    await ended
    clearTimeout(force)
  }

  return {
    get pid() {
      return pid()
    },
    get isUp() {
      return isUp()
    },
    adopt(launched) {
      child = launched
      // The watchdog reads this file.
      writeFileSync(path.join(directory, 'pid'), String(launched.pid))
    },
    stop,
    kill,
    abandon: () => void (isUp() && killTree(pid())),
    freeze: () => void (isUp() && freezeTree(pid())),
    thaw: () => (isUp() ? thawTree(pid()) : undefined),
  }
}
