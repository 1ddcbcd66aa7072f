import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A command in a process of its own, which somebody watches. */
export interface RunningCommand {
  readonly child: ChildProcess
  /** Resolves when what was printed so far matches; rejects if the end comes first. */
  until(pattern: RegExp): Promise<void>
  /** The exit code, and everything that was printed. */
  end(): Promise<{ readonly code: number | null; readonly output: string }>
}

/** Runs a command without a terminal, in the environment that is given. */
export function startCommand(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): RunningCommand {
  const child = spawn(program, args, { env })
  const closed = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return {
    child,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(output) && resolve()
        child.stdout.on('data', look)
        child.once('close', () => reject(new Error(`no ${pattern} in ${output}`)))
        look()
      }),
    async end() {
      const [code] = await closed
      return { code, output }
    },
  }
}
