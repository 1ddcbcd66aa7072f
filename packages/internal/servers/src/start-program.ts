import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { typescriptFlags } from './run-script.ts'
import { startOnFreePort } from './start-on-free-port.ts'

export interface ProgramOptions {
  /** Environment variables in addition to HOST and PORT. */
  readonly env: Readonly<Record<string, string>>
  /** The command that runs it. Default: Node with `typescriptFlags`. */
  readonly runtime?: readonly [program: string, ...args: string[]]
}

/** An application in a separate process. */
export interface Program {
  /** Sends a GET request to the application. */
  get(path: string): Promise<{ readonly status: number; readonly body: string }>
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
  /** Sends SIGTERM. */
  terminate(): void
  /** Sends SIGKILL and waits until the process has ended. */
  close(): Promise<void>
}

/** Starts an application that prints a line when it listens on HOST and PORT. */
export async function startProgram(script: URL, options: ProgramOptions): Promise<Program> {
  const { started } = await startOnFreePort((port) => startOnPort(port, script, options))
  return started
}

async function startOnPort(port: number, script: URL, options: ProgramOptions): Promise<Program> {
  const [file, ...args] = options.runtime ?? [process.execPath, ...typescriptFlags]
  const child = spawn(file, [...args, fileURLToPath(script)], {
    env: { ...process.env, ...options.env, HOST: 'localhost', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  const errors: string[] = []
  child.stderr.on('data', (text) => errors.push(String(text)))
  const listening = once(createInterface({ input: child.stdout }), 'line')
  const exitedEarly = ended.then(() => {
    throw new Error(`${script.pathname} exited before it listened: ${errors.join('')}`)
  })
  await Promise.race([listening, exitedEarly])
  exitedEarly.catch(() => {})
  return {
    async get(path) {
      const response = await fetch(`http://localhost:${port}${path}`)
      return { status: response.status, body: await response.text() }
    },
    ended: ended.then(() => child.exitCode),
    terminate: () => void child.kill('SIGTERM'),
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
