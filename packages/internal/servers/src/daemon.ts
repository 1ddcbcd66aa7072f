import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { createChild } from './child.ts'
import { onFreePort } from './free-port.ts'
import { launch, type Program, relaunch } from './launch.ts'
import { watch } from './watchdog.ts'

/** A real server with a temporary directory, on a port of loopback that does not change. */
export interface Daemon {
  readonly host: string
  readonly port: number
  /** The directory of its files. */
  readonly directory: string
  /** The id of the running process, or of the last one. */
  readonly pid: number
  /** Starts the server again with the same directory and port. Does nothing if it is running. */
  start(): Promise<void>
  /** Stops the server gracefully and closes its connections. Kills it after five seconds. */
  stop(): Promise<void>
  restart(): Promise<void>
  /** Sends SIGKILL to every process at once. The kernel closes the clients' connections. */
  kill(): Promise<void>
  /**
   * Sends SIGSTOP to every process. The kernel still accepts connections, and no process responds.
   */
  freeze(): void
  thaw(): void
  /** Stops the server in any state, and removes the directory. */
  close(): Promise<void>
}

export interface DaemonOptions {
  readonly name: string
  /** The signal on which the server stops without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals
  /** Writes the files of the server. Returns how to run it on a port. */
  prepare(directory: string): Promise<(port: number) => Program>
  /** Called once, after the first start. */
  furnish?(directory: string, port: number): Promise<void>
}

/** Starts a server on a free port of loopback. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const directory = mkdtempSync(path.join(tmpdir(), `readyz-${options.name}-`))
  const child = createChild(directory, options.stopSignal)
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  const abandon = () => {
    child.abandon()
    remove()
  }
  process.once('exit', abandon)
  const dismiss = watch(directory)
  const close = async () => {
    await child.stop()
    remove()
    process.off('exit', abandon)
    await dismiss()
  }
  const boot = async () => {
    const programFor = await options.prepare(directory)
    const { port, started: launched } = await onFreePort((free) => launch(programFor(free)))
    child.adopt(launched)
    await options.furnish?.(directory, port)
    return { port, program: programFor(port) }
  }
  const { port, program } = await boot().catch(async (error: unknown) => {
    await close()
    throw error
  })

  const start = async () => {
    if (!child.isUp) child.adopt(await relaunch(program))
  }
  const restart = async () => {
    await child.stop()
    await start()
  }
  // A stop during a start would have no effect, because the server would start afterwards.
  let last = Promise.resolve()
  const inTurn = (command: () => Promise<void>) => {
    last = last.then(command, command)
    return last
  }
  return {
    host,
    port,
    directory,
    get pid() {
      return child.pid
    },
    start: () => inTurn(start),
    stop: () => inTurn(child.stop),
    restart: () => inTurn(restart),
    kill: () => inTurn(child.kill),
    freeze: child.freeze,
    thaw: child.thaw,
    close: () => inTurn(close),
  }
}
