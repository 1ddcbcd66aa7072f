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

/** @throws Error if the program is not installed */
export function findProgram(name: string): string {
  const found = locate(name)
  if (found !== undefined) return found
  throw new Error(`${name} is not installed: run \`npm test\` on Debian or a derivative`)
}

/** The flag with which a server accepts to run as root. */
export function asRoot(...flags: readonly string[]): readonly string[] {
  return process.getuid?.() === 0 ? flags : []
}
