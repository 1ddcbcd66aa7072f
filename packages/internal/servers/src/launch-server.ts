import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** The command that runs a server in the foreground. */
export interface ServerCommand {
  readonly command: readonly [file: string, ...args: string[]]
  readonly options: SpawnOptions
  /** Matches the line that the server prints when it accepts connections. */
  readonly ready: RegExp
}

/**
 * Starts a server. Resolves when it accepts connections. Rejects with the last lines of its output
 * if it exits before that.
 */
export async function launchServer({
  command,
  options,
  ready,
}: ServerCommand): Promise<ChildProcess> {
  const [file, ...args] = command
  const child = spawn(file, args, {
    ...options,
    // A terminal sends Ctrl+C to all processes of a group. The server is in another group than the
    // tests, which stop it.
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

// Errors about resources that the previous processes of the server have not released yet.
const stillInUse = /Address already in use|shared memory block .* is still in use|lock file/

/**
 * Starts a server again, on the same port and in the same directory. Retries until the previous
 * processes have released them, but at most until the deadline.
 */
export async function relaunchServer(
  server: ServerCommand,
  deadline: number = Date.now() + 10_000,
): Promise<ChildProcess> {
  try {
    return await launchServer(server)
  } catch (error) {
    if (!stillInUse.test(String(error)) || Date.now() > deadline) throw error
    await sleep(50)
    return relaunchServer(server, deadline)
  }
}
