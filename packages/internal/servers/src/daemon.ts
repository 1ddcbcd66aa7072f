import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launch, type Program, relaunch } from './launch.ts'
import { freePort, host } from './port.ts'
import { freezeTree, gone, isAlive, killTree, thawTree } from './processes.ts'
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
  let child: ChildProcess | undefined
  const pid = () => child?.pid ?? 0
  // Node learns of the end a little later than the kernel, if someone else brought it about.
  const isUp = () => child?.exitCode === null && child.signalCode === null && isAlive(pid())

  const kill = async () => {
    if (!child || !isUp()) return
    const ended = once(child, 'exit')
    const killed = killTree(pid())
    await ended
    await gone(killed)
  }
  const stop = async () => {
    if (!child || !isUp()) return
    const ended = once(child, 'exit')
    thawTree(pid())
    child.kill(options.stopSignal)
    const force = setTimeout(() => void kill(), 5000)
    await ended
    clearTimeout(force)
  }
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  const abandon = () => {
    if (isUp()) killTree(pid())
    remove()
  }
  process.once('exit', abandon)
  const dismiss = watch(directory)
  const close = async () => {
    await stop()
    remove()
    process.off('exit', abandon)
    await dismiss()
  }
  const adopt = (launched: ChildProcess) => {
    child = launched
    writeFileSync(path.join(directory, 'pid'), String(launched.pid))
  }

  const boot = async () => {
    const programFor = await options.prepare(directory)
    const { port, launched } = await launchSomewhere(programFor)
    adopt(launched)
    await options.furnish?.(directory, port)
    return { port, program: programFor(port) }
  }
  const { port, program } = await boot().catch(async (error: unknown) => {
    await close()
    throw error
  })

  const start = async () => {
    if (!isUp()) adopt(await relaunch(program))
  }
  const restart = async () => {
    await stop()
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
      return pid()
    },
    start: () => inTurn(start),
    stop: () => inTurn(stop),
    restart: () => inTurn(restart),
    kill: () => inTurn(kill),
    freeze: () => void (isUp() && freezeTree(pid())),
    thaw: () => (isUp() ? thawTree(pid()) : undefined),
    close: () => inTurn(close),
  }
}

async function launchSomewhere(programFor: (port: number) => Program) {
  const port = await freePort()
  try {
    return { port, launched: await launch(programFor(port)) }
  } catch (error) {
    // Someone else took the port since.
    if (!String(error).includes('Address already in use')) throw error
    return launchSomewhere(programFor)
  }
}
