import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { host } from '@readyz/conformance'
import { launchServer, relaunchServer, type ServerCommand } from './launch-server.ts'
import { createServerProcess } from './server-process.ts'
import { startOnFreePort } from './start-on-free-port.ts'
import { startWatchdog } from './watchdog.ts'

/** A real server in a temporary directory, on a fixed port of the loopback interface. */
export interface Daemon {
  readonly host: string
  readonly port: number
  /** The directory of its files. */
  readonly directory: string
  /** The id of the running process, or of the last one if none is running. */
  readonly pid: number
  /** Starts the server again with the same directory and port. Does nothing if it is running. */
  start(): Promise<void>
  /**
   * Stops the server gracefully and closes its connections. Kills it if it has not stopped within
   * five seconds.
   */
  stop(): Promise<void>
  restart(): Promise<void>
  /** Sends SIGKILL to every process at once. The kernel closes the clients' connections. */
  kill(): Promise<void>
  /**
   * Sends SIGSTOP to every process. The kernel still accepts connections, and no process responds.
   */
  freeze(): void
  /** Sends SIGCONT to every process. */
  thaw(): void
  /** Stops the server in any state, and removes the directory. */
  close(): Promise<void>
}

export interface DaemonOptions {
  readonly name: string
  /** The signal on which the server stops without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals
  /** Writes the files of the server. Returns how to run it on a port. */
  prepare(directory: string): Promise<(port: number) => ServerCommand>
  /** Creates accounts and databases. Called once, after the first start. */
  initialize?(directory: string, port: number): Promise<void>
}

/** Starts a server on a free port of the loopback interface. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const directory = mkdtempSync(path.join(tmpdir(), `readyz-${options.name}-`))
  const server = createServerProcess(directory, options.stopSignal)
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  const killAndRemove = () => {
    server.killNow()
    remove()
  }
  process.once('exit', killAndRemove)
  const stopWatchdog = startWatchdog(directory)
  const close = async () => {
    await server.stop()
    remove()
    process.off('exit', killAndRemove)
    await stopWatchdog()
  }
  const startFirst = async () => {
    const programFor = await options.prepare(directory)
    const { port, started: launched } = await startOnFreePort((free) =>
      launchServer(programFor(free)),
    )
    server.use(launched)
    await options.initialize?.(directory, port)
    return { port, program: programFor(port) }
  }
  const { port, program } = await startFirst().catch(async (error: unknown) => {
    await close()
    throw error
  })

  const start = async () => {
    if (!server.isRunning) server.use(await relaunchServer(program))
  }
  const restart = async () => {
    await server.stop()
    await start()
  }
  // Commands run one after another. A stop during a start would otherwise have no effect, because
  // the server would start afterwards.
  let last = Promise.resolve()
  const enqueue = (command: () => Promise<void>) => {
    last = last.then(command, command)
    return last
  }
  return {
    host,
    port,
    directory,
    get pid() {
      return server.pid
    },
    start: () => enqueue(start),
    stop: () => enqueue(server.stop),
    restart: () => enqueue(restart),
    kill: () => enqueue(server.kill),
    freeze: server.freeze,
    thaw: server.thaw,
    close: () => enqueue(close),
  }
}
