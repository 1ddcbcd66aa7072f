import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * Returns the version of a package, or of the package behind an alias, as the module with the URL
 * `from` resolves it.
 */
export function versionOf(name: string, from: string): string {
  const require = createRequire(from)
  const main = require.resolve(name)
  const depth = main.lastIndexOf(`node_modules${path.sep}`)
  const [, folder = ''] = main.slice(depth).split(path.sep)
  return require(path.join(main.slice(0, depth), 'node_modules', folder, 'package.json')).version
}
