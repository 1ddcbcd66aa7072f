import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import xterm from '@xterm/headless'
import { childrenOf } from './processes.ts'
import { untilMatch } from './until-match.ts'

/** A command on a pseudo terminal. */
export interface Terminal {
  /** Resolves when the screen matches. Rejects if the command exits before. */
  until(pattern: RegExp): Promise<void>
  /** Returns the text on the screen and above it. */
  read(): string
  /** Sends keys to the command. */
  type(keys: string): void
  /** Changes the size and notifies the command, as a terminal window does. */
  resize(size: TerminalSize): void
  /** Resolves with the exit code when the command has ended. */
  end(): Promise<number | null>
  close(): void
}

export interface TerminalSize {
  readonly cols: number
  readonly rows: number
}

// The command of util-linux that creates the pseudo terminal.
const script = 'script'

/** Whether this system can open a pseudo terminal. */
export function canOpenTerminal(): boolean {
  try {
    return execFileSync(script, ['--version'], { encoding: 'utf8' }).includes('util-linux')
  } catch {
    return false
  }
}

/** Runs a command on a pseudo terminal in the given environment. */
export function openTerminal(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  size: TerminalSize = { cols: 100, rows: 40 },
): Terminal {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const line = `stty cols ${size.cols} rows ${size.rows}; exec ${quoted}`
  const args = ['--quiet', '--return', '--command', line, '/dev/null']
  const child = spawn(script, args, { env })
  const closed = once(child, 'close')
  const screen = new xterm.Terminal({ ...size, allowProposedApi: true })
  const read = () => {
    const { active } = screen.buffer
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row))
    return lines.map((each) => each?.translateToString(true)).join('\n')
  }
  child.stdout.on('data', (bytes: Uint8Array) => screen.write(bytes))
  const onOutput = (listener: () => void) => void screen.onWriteParsed(listener)
  // The screen parses its input some time after it has arrived.
  const flush = () => new Promise<void>((resolve) => screen.write('', resolve))
  return {
    read,
    until: (pattern) => untilMatch(pattern, { child, read, onOutput, flush }),
    type: (keys) => void child.stdin.write(keys),
    resize({ cols, rows }) {
      screen.resize(cols, rows)
      const [pid] = childrenOf(child.pid ?? 0)
      const device = readlinkSync(`/proc/${pid}/fd/0`)
      execFileSync('stty', ['-F', device, 'cols', String(cols), 'rows', String(rows)])
    },
    async end() {
      const [code] = await closed
      await flush()
      return code
    },
    close: () => void child.kill(),
  }
}
