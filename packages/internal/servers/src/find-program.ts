import { existsSync } from 'node:fs'
import path from 'node:path'

// Debian installs servers in folders that are not on the PATH of a normal user.
const folders = [
  ...(process.env['PATH'] ?? '').split(path.delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
]

const locate = (name: string): string | undefined =>
  folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))

/** Whether the program is installed. */
export function hasProgram(name: string): boolean {
  return locate(name) !== undefined
}

/**
 * Returns the path of a program.
 *
 * @throws Error if the program is not installed
 */
export function findProgram(name: string): string {
  const found = locate(name)
  if (found !== undefined) return found
  throw new Error(`${name} is not installed: run \`npm test\` on Debian or a derivative`)
}

/** Returns the flags that allow a server to run as root, and none for other users. */
export function rootFlags(...flags: readonly string[]): readonly string[] {
  return process.getuid?.() === 0 ? flags : []
}
