import { createRequire } from 'node:module'
import path from 'node:path'

/** The version of a package, also under another name, that a module has installed; `from` is the module's URL. */
export function versionOf(name: string, from: string): string {
  const require = createRequire(from)
  const main = require.resolve(name)
  const depth = main.lastIndexOf(`node_modules${path.sep}`)
  const [, folder = ''] = main.slice(depth).split(path.sep)
  return require(path.join(main.slice(0, depth), 'node_modules', folder, 'package.json')).version
}
