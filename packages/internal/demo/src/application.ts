import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const host = '127.0.0.1'

/**
 * The example application. It runs in a separate process, so that the demo does not block its event
 * loop.
 */
export interface Application {
  readonly url: string
  close(): Promise<void>
}

export interface ApplicationOptions {
  readonly databaseUrl: string
  /** If the port is in use, the application uses any free port. */
  readonly port: number
  readonly onLog: (line: string) => void
  /** Called if the process exits before `close` is called. */
  readonly onUnexpectedExit: (error: Error) => void
}

export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const port = (await isFree(options.port)) ? options.port : 0
  const env = {
    ...process.env,
    DATABASE_URL: options.databaseUrl,
    HOST: host,
    PORT: String(port),
  }
  const child = fork(fileURLToPath(new URL('./application-process.js', import.meta.url)), [], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const url = await untilListening(child, options.onLog)
  const onExit = (code: number | null, signal: string | null) =>
    options.onUnexpectedExit(exitError(code, signal))
  child.once('exit', onExit)
  return {
    url,
    close() {
      child.off('exit', onExit)
      return stop(child)
    },
  }
}

/** Resolves with the URL when the application listens. */
function untilListening(child: ChildProcess, onLog: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const onLine = (line: string) => {
      const [, url] = /^listening on (\S+)$/.exec(line) ?? []
      if (url === undefined) onLog(line)
      else resolve(url)
    }
    for (const input of [child.stdout, child.stderr]) {
      if (input) createInterface({ input }).on('line', onLine)
    }
    child.once('exit', (code, signal) => reject(exitError(code, signal)))
  })
}

function exitError(code: number | null, signal: string | null): Error {
  return new Error(`the application exited unexpectedly (${signal ?? `exit code ${code}`})`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  // A signal would start the graceful shutdown, in which the application still serves for
  // `drainSeconds`.
  child.disconnect()
  const force = setTimeout(() => child.kill('SIGKILL'), 2000)
  await exit
  clearTimeout(force)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen({ port, host })
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
