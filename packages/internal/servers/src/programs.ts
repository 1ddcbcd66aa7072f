import { existsSync } from 'node:fs'
import path from 'node:path'

// Where Debian keeps servers, which is not on the path of an ordinary user.
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

/** @throws Error that says how the program is installed, if it is not */
export function findProgram(name: string): string {
  const found = locate(name)
  if (found !== undefined) return found
  throw new Error(`no ${name} on this machine: \`npm test\` installs it, on Debian and its like`)
}

/** Programs that refuse root want to be told that it is meant. */
export function asRoot(...flags: readonly string[]): readonly string[] {
  return process.getuid?.() === 0 ? flags : []
}
