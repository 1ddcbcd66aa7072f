import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** As `npm start` runs it: built. */
export const main: string = fileURLToPath(new URL('../dist/main.js', import.meta.url))

export interface Run {
  readonly child: ChildProcess
  /** Resolves when what was printed so far matches; rejects if the end comes first. */
  until(pattern: RegExp): Promise<void>
  /** The exit code, and everything that was printed. */
  end(): Promise<{ readonly code: number | null; readonly output: string }>
}

/** Runs the demo without a terminal. */
export function run(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [main, ...args], { env: environment(env) })
  onTestFinished(() => void child.kill())
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

/** Ours, but for what would change the demo: any port, no colours, a database of its own. */
export function environment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...inherited } = process.env
  return { ...inherited, PORT: '0', NO_COLOR: '1', ...own }
}
