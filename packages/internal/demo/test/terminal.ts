import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import xterm from '@xterm/headless'
import { onTestFinished } from 'vitest'
import { environment, main } from './run.ts'

/** The demo on a terminal. */
export interface Terminal {
  /** Resolves when the screen matches; rejects if the end comes first. */
  until(pattern: RegExp): Promise<void>
  type(keys: string): void
  /** The exit code. */
  end(): Promise<number | null>
}

// Of util-linux; it makes the pseudo terminal.
const script = 'script'
const size = { cols: 100, rows: 40 }

/** Whether there is a way to open one here. */
export function canOpenTerminal(): boolean {
  try {
    return execFileSync(script, ['--version'], { encoding: 'utf8' }).includes('util-linux')
  } catch {
    return false
  }
}

export function openTerminal(env: Readonly<Record<string, string>> = {}): Terminal {
  const command = `stty cols ${size.cols} rows ${size.rows}; exec "${process.execPath}" "${main}"`
  const args = ['--quiet', '--return', '--command', command, '/dev/null']
  const child = spawn(script, args, { env: environment(env) })
  onTestFinished(() => void child.kill())
  const closed = once(child, 'close')
  const screen = new xterm.Terminal({ ...size, allowProposedApi: true })
  const read = () => {
    const { active } = screen.buffer
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row))
    return lines.map((line) => line?.translateToString(true)).join('\n')
  }
  child.stdout.on('data', (bytes: Uint8Array) => screen.write(bytes))
  return {
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(read()) && resolve()
        screen.onWriteParsed(look)
        child.once('close', () => reject(new Error(`no ${pattern} in ${read()}`)))
        look()
      }),
    type: (keys) => void child.stdin.write(keys),
    async end() {
      const [code] = await closed
      return code
    },
  }
}
