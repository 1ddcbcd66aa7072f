import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** The version of a package that is installed, also under another name. */
export function versionOf(name: string): string {
  const main = require.resolve(name)
  const depth = main.lastIndexOf(`node_modules${path.sep}`)
  const [scope = '', bare = ''] = main.slice(depth).split(path.sep).slice(1)
  const folder = scope.startsWith('@') ? path.join(scope, bare) : scope
  return require(path.join(main.slice(0, depth), 'node_modules', folder, 'package.json')).version
}
