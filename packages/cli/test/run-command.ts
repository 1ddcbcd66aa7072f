import { fileURLToPath } from 'node:url'
import {
  openTerminal,
  type RunningCommand,
  runScript,
  type ScriptResult,
  startCommand,
  type Terminal,
  type TerminalSize,
  typescriptFlags,
} from '@readyz/servers'
import { onTestFinished } from 'vitest'

type Environment = Readonly<Record<string, string>>

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const command = [process.execPath, ...typescriptFlags, main] as const

/** Runs the command until it exits. */
export function runReadyz(args: readonly string[], env: Environment = {}): Promise<ScriptResult> {
  return runScript(main, { args, env })
}

/** Runs the command with this standard input until it exits. */
export function runReadyzWithInput(input: string, args: readonly string[]): Promise<ScriptResult> {
  return runScript(main, { args, input })
}

/** Starts the command, optionally through another command. */
export function startReadyz(
  args: readonly string[],
  before: readonly string[] = [],
): RunningCommand {
  const [program = process.execPath, ...rest] = [...before, ...command, ...args]
  const running = startCommand([program, ...rest], process.env)
  onTestFinished(() => void running.child.kill('SIGKILL'))
  return running
}

/** Starts the command on a terminal. */
export function startReadyzOnTerminal(args: readonly string[], size?: TerminalSize): Terminal {
  const terminal = openTerminal([...command, ...args], { ...process.env, TERM: 'xterm' }, size)
  onTestFinished(terminal.close)
  return terminal
}
