import { fileURLToPath } from 'node:url'
import {
  openTerminal,
  type RunningCommand,
  startCommand,
  type Terminal,
  type TerminalSize,
} from '@readyz/servers'
import { onTestFinished } from 'vitest'

type Environment = Readonly<Record<string, string>>

// The built program, which `npm start` runs.
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const startScript = fileURLToPath(new URL('../start.js', import.meta.url))

/** Runs the demo without a terminal. */
export function runDemo(args: readonly string[] = [], env: Environment = {}): RunningCommand {
  const demo = startCommand([process.execPath, main, ...args], environment(env))
  onTestFinished(() => void demo.child.kill())
  return demo
}

/** Runs the script of `npm start`. */
export function runStartScript(args: readonly string[], env: Environment): RunningCommand {
  const demo = startCommand([process.execPath, startScript, ...args], environment(env))
  onTestFinished(() => void demo.child.kill())
  return demo
}

/** Runs the demo on a terminal. */
export function runDemoOnTerminal(env: Environment = {}, size?: TerminalSize): Terminal {
  const terminal = openTerminal([process.execPath, main], environment(env), size)
  onTestFinished(terminal.close)
  return terminal
}

/**
 * Returns the environment of this process with a free port, without colors, and without
 * DATABASE_URL.
 */
function environment(added: Environment): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...inherited } = process.env
  return { ...inherited, PORT: '0', NO_COLOR: '1', ...added }
}
