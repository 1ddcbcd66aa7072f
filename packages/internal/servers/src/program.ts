import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onFreePort } from './free-port.ts'
import { sources } from './script.ts'

export interface ProgramOptions {
  /** Environment variables in addition to HOST and PORT. */
  readonly env: Readonly<Record<string, string>>
  /** The command that runs it. Default: this Node with the sources of the other packages. */
  readonly runtime?: readonly [program: string, ...args: string[]]
}

/** An application in a separate process. */
export interface Program {
  get(path: string): Promise<{ readonly status: number; readonly body: string }>
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
  /** Sends SIGTERM. */
  signal(): void
  close(): Promise<void>
}

/** Starts an application that listens on PORT and prints this in its first line. */
export async function startProgram(script: URL, options: ProgramOptions): Promise<Program> {
  const { started } = await onFreePort((port) => startOn(port, script, options))
  return started
}

async function startOn(port: number, script: URL, options: ProgramOptions): Promise<Program> {
  const [file, ...args] = options.runtime ?? [process.execPath, ...sources]
  const child = spawn(file, [...args, fileURLToPath(script)], {
    env: { ...process.env, ...options.env, HOST: 'localhost', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  const errors: string[] = []
  child.stderr.on('data', (text) => errors.push(String(text)))
  const listening = once(createInterface({ input: child.stdout }), 'line')
  const died = ended.then(() => {
    throw new Error(`${script.pathname} exited before it listened: ${errors.join('')}`)
  })
  await Promise.race([listening, died])
  died.catch(() => {})
  return {
    async get(path) {
      const response = await fetch(`http://localhost:${port}${path}`)
      return { status: response.status, body: await response.text() }
    },
    ended: ended.then(() => child.exitCode),
    signal: () => void child.kill('SIGTERM'),
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
