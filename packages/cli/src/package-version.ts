import { readFileSync } from 'node:fs'

/** Returns the version of this package, from its `package.json`. */
export function readPackageVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
