import { existsSync, statSync } from 'node:fs'
import { glob, isDynamicPattern } from 'tinyglobby'

const manifests = '**/*.{yaml,yml,json,jsonl}'

/**
 * Returns the files of a folder in YAML and JSON, the files of a pattern, or the name itself. The
 * shell expands a pattern only without quotes, and `**` in few shells.
 */
export async function expandPath(name: string): Promise<readonly string[]> {
  if (name === '-') return [name]
  if (existsSync(name)) {
    if (!statSync(name).isDirectory()) return [name]
    const folder = name.replace(/\/+$/, '')
    const files = await glob(manifests, { cwd: name, ignore: ['**/node_modules/**'] })
    return files.toSorted().map((file) => (folder === '.' ? file : `${folder}/${file}`))
  }
  if (!isDynamicPattern(name)) return [name]
  return (await glob(name, { expandDirectories: false })).toSorted()
}
