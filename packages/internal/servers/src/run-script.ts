import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export interface ScriptOptions {
  /** Arguments of the script. */
  readonly args?: readonly string[]
  /** Arguments of Node. */
  readonly execArgv?: readonly string[]
  /** Environment variables in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** The standard input of the script. Default: empty. */
  readonly input?: string
  /** Milliseconds until the script is killed. Default: 100 000. */
  readonly timeout?: number
}

export interface ScriptResult {
  /** The exit code; `null` if the script was killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const require = createRequire(import.meta.url)

/** The arguments with which Node runs TypeScript and imports the sources of the other packages. */
export const typescriptFlags: readonly string[] = [
  '--conditions=@readyz/source',
  '--import',
  require.resolve('tsx'),
  '--import',
  new URL('../register-tsx-in-workers.mjs', import.meta.url).href,
]

type Command = readonly [program: string, ...args: string[]]

/**
 * Runs a script in a separate process and returns its output. A script in TypeScript can import the
 * sources of the other packages.
 */
export async function runScript(
  script: URL | string,
  options: ScriptOptions = {},
  wrap: (command: Command) => Command = (command) => command,
): Promise<ScriptResult> {
  const file = script instanceof URL ? fileURLToPath(script) : script
  const flags = [...(file.endsWith('.ts') ? typescriptFlags : []), ...(options.execArgv ?? [])]
  const [program, ...args] = wrap([process.execPath, ...flags, file, ...(options.args ?? [])])
  const child = spawn(program, args, {
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeout ?? 100_000,
    killSignal: 'SIGKILL',
  })
  const closed = once(child, 'close')
  // A script that reads no input may exit before the input is written.
  child.stdin.on('error', () => {}).end(options.input)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code: child.exitCode, stdout, stderr }
}
