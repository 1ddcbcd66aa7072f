import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { freezeTree, thawTree } from './freeze.ts'
import { killTree } from './kill.ts'
import { isAlive, untilEnded } from './processes.ts'

/** The process of a server. Each start of the server replaces it by a new process. */
export interface ServerProcess {
  /** The id of the running process, or of the last one if none is running. */
  readonly pid: number
  readonly isRunning: boolean
  /** Sets the process that has just been started. */
  use(launched: ChildProcess): void
  /** Stops the server gracefully. Kills it if it has not stopped within five seconds. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** Kills the server without waiting for its end. */
  killNow(): void
  freeze(): void
  thaw(): void
}

export function createServerProcess(directory: string, stopSignal: NodeJS.Signals): ServerProcess {
  let child: ChildProcess | undefined
  const pid = () => child?.pid ?? 0
  // Node emits 'exit' some time after the process has ended, so this reads the state in /proc.
  const isRunning = () => child?.exitCode === null && child.signalCode === null && isAlive(pid())

  async function kill(): Promise<void> {
    if (!child || !isRunning()) return
    const ended = once(child, 'exit')
    const killed = killTree(pid())
    await ended
    await untilEnded(killed)
  }

  async function stop(): Promise<void> {
    if (!child || !isRunning()) return
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
    get isRunning() {
      return isRunning()
    },
    use(launched) {
      child = launched
      // The watchdog reads this file.
      writeFileSync(path.join(directory, 'pid'), String(launched.pid))
    },
    stop,
    kill,
    killNow: () => void (isRunning() && killTree(pid())),
    freeze: () => void (isRunning() && freezeTree(pid())),
    thaw: () => (isRunning() ? thawTree(pid()) : undefined),
  }
}
