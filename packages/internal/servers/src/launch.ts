import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** How to run a server in the foreground. */
export interface Program {
  readonly command: readonly [file: string, ...args: string[]]
  readonly options: SpawnOptions
  /** The line that the server writes when it accepts connections. */
  readonly ready: RegExp
}

/**
 * Resolves when the server accepts connections. Rejects with its last lines of output if it exits
 * instead.
 */
export async function launch({ command, options, ready }: Program): Promise<ChildProcess> {
  const [file, ...args] = command
  const child = spawn(file, args, {
    ...options,
    // Ctrl+C in a terminal must reach only the tests, which then stop their servers.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => reject(new Error(`${file} did not start:\n${lines.join('\n')}`)))
    const read = (line: string) => {
      lines.push(line)
      if (lines.length > 20) lines.shift()
      if (ready.test(line)) resolve()
    }
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', read)
  })
  return child
}

// Resources that the previous process of the server still holds for a moment.
const leftover = /Address already in use|shared memory block .* is still in use|lock file/

/**
 * Launches on the same port and directory as before, as soon as the previous processes have
 * released them.
 */
export async function relaunch(
  program: Program,
  deadline: number = Date.now() + 10_000,
): Promise<ChildProcess> {
  try {
    return await launch(program)
  } catch (error) {
    if (!leftover.test(String(error)) || Date.now() > deadline) throw error
    await sleep(50)
    return relaunch(program, deadline)
  }
}
