import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { freezeTree, gone, isAlive, killTree, thawTree } from './processes.ts'

/** The processes of one server, of which there is a new one after each start. */
export interface Child {
  /** Of the last one if none runs. */
  readonly pid: number
  readonly isUp: boolean
  adopt(launched: ChildProcess): void
  /** In good order; after five seconds by force. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** Kills it, and waits for nothing. */
  abandon(): void
  freeze(): void
  thaw(): void
}

export function createChild(directory: string, stopSignal: NodeJS.Signals): Child {
  let child: ChildProcess | undefined
  const pid = () => child?.pid ?? 0
  // Node learns of the end a little later than the kernel, if someone else brought it about.
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
      // For the watchdog.
      writeFileSync(path.join(directory, 'pid'), String(launched.pid))
    },
    stop,
    kill,
    abandon: () => void (isUp() && killTree(pid())),
    freeze: () => void (isUp() && freezeTree(pid())),
    thaw: () => (isUp() ? thawTree(pid()) : undefined),
  }
}
