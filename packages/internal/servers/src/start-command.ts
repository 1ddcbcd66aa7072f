import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { untilMatch } from './until-match.ts'

/** A command in a separate process, with its output. */
export interface RunningCommand {
  readonly child: ChildProcess
  /** Resolves when the output matches. Rejects if the command exits before. */
  until(pattern: RegExp): Promise<void>
  /** Resolves with the exit code and the whole output. */
  end(): Promise<{ readonly code: number | null; readonly output: string }>
}

/** Runs a command without a terminal in the given environment. */
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
  const onOutput = (listener: () => void) => void child.stdout.on('data', listener)
  return {
    child,
    until: (pattern) => untilMatch(pattern, { child, read: () => output, onOutput }),
    async end() {
      const [code] = await closed
      return { code, output }
    },
  }
}
