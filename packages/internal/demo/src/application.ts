import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const host = '127.0.0.1'

/** The example, in a process of its own: its loop is not held up by ours. */
export interface Application {
  readonly url: string
  close(): Promise<void>
}

export interface ApplicationOptions {
  readonly databaseUrl: string
  /** Any free port if it is taken. */
  readonly port: number
  readonly onLog: (line: string) => void
  /** Called when it ends by itself after it has started. */
  readonly onDeath: (error: Error) => void
}

export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const port = (await isFree(options.port)) ? options.port : 0
  const env = {
    ...process.env,
    DATABASE_URL: options.databaseUrl,
    HOST: host,
    PORT: String(port),
  }
  const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), [], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const url = await listening(child, options.onLog)
  const onExit = (code: number | null, signal: string | null) => options.onDeath(died(code, signal))
  child.once('exit', onExit)
  return {
    url,
    close() {
      child.off('exit', onExit)
      return end(child)
    },
  }
}

function listening(child: ChildProcess, onLog: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const onLine = (line: string) => {
      const [, url] = /^listening on (\S+)$/.exec(line) ?? []
      if (url === undefined) onLog(line)
      else resolve(url)
    }
    for (const input of [child.stdout, child.stderr]) {
      if (input) createInterface({ input }).on('line', onLine)
    }
    child.once('exit', (code, signal) => reject(died(code, signal)))
  })
}

function died(code: number | null, signal: string | null): Error {
  return new Error(`the application ended by itself (${signal ?? `exit code ${code}`})`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  // Not by a signal: it would go on answering until the Service of a cluster has noticed.
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
