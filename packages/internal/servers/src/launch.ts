import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** How to run a server in the foreground. */
export interface Program {
  readonly command: readonly [file: string, ...args: string[]]
  readonly options: SpawnOptions
  /** What the server writes when it takes connections. */
  readonly ready: RegExp
}

/** Resolves when the server takes connections, rejects with its last words when it ends instead. */
export async function launch({ command, options, ready }: Program): Promise<ChildProcess> {
  const [file, ...args] = command
  const child = spawn(file, args, {
    ...options,
    // The interrupt key of a terminal is meant for us.
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

// What those who died a moment ago still hold.
const leftover = /Address already in use|shared memory block .* is still in use|lock file/

/** Launches on the same port and directory as before, once the old processes let go of them. */
export async function relaunch(
  program: Program,
  deadline: number = Date.now() + 5000,
): Promise<ChildProcess> {
  try {
    return await launch(program)
  } catch (error) {
    if (!leftover.test(String(error)) || Date.now() > deadline) throw error
    await sleep(50)
    return relaunch(program, deadline)
  }
}
