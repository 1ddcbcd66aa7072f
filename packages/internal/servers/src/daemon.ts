import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { createChild } from './child.ts'
import { onFreePort } from './free-port.ts'
import { launch, type Program, relaunch } from './launch.ts'
import { watch } from './watchdog.ts'

/** A real server, in a directory of its own, on a port of loopback that stays the same. */
export interface Daemon {
  readonly host: string
  readonly port: number
  /** Where its files are. */
  readonly directory: string
  /** The last one if none runs. */
  readonly pid: number
  /** Starts it again on the same directory and port; nothing to do if it runs. */
  start(): Promise<void>
  /** Shuts it down in good order and disconnects everyone, after five seconds by force. */
  stop(): Promise<void>
  restart(): Promise<void>
  /** SIGKILL to every process at once; the kernel ends the clients' connections. */
  kill(): Promise<void>
  /** SIGSTOP to every process: the kernel still accepts connections, nobody answers. */
  freeze(): void
  thaw(): void
  /** Stops it in whatever state it is and removes the directory. */
  close(): Promise<void>
}

export interface DaemonOptions {
  readonly name: string
  /** What asks it to shut down without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals
  /** Fills the directory, and says how the server is run on a port. */
  prepare(directory: string): Promise<(port: number) => Program>
  /** Done once, when it runs for the first time. */
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
  // A server that is told to go while it is still coming would come after all.
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
