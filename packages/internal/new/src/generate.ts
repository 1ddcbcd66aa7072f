import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Names, namesOf } from './names.ts'

export const kinds = ['driver', 'adapter'] as const
export type Kind = (typeof kinds)[number]

const templates = fileURLToPath(new URL('../template/', import.meta.url))
const parts = ['src', 'test']
// A package in one of these folders can have the name `@readyz/` and the name of its folder.
const parents = ['packages', 'packages/adapters', 'packages/drivers', 'packages/internal']

/**
 * Writes a package that builds and whose tests name the parts that the author must write. Returns
 * its folder, relative to the root of the workspace.
 *
 * @throws TypeError if the name is invalid or taken; then nothing is written
 */
export function generate(root: string, kind: Kind, name: string): string {
  const names = namesOf(name)
  const taken = parents
    .map((parent) => `${parent}/${names.folder}`)
    .find((folder) => existsSync(path.join(root, folder)))
  if (taken !== undefined) {
    throw new TypeError(`the name must not be taken, got ${JSON.stringify(name)}: ${taken} exists`)
  }
  const folder = `packages/${kind}s/${names.folder}`
  for (const part of ['', ...parts]) {
    // Not recursive, so that it throws if the folder exists.
    mkdirSync(path.join(root, folder, part))
    copyFiles(path.join(templates, kind, part), path.join(root, folder, part), names)
  }
  format(root, folder)
  return folder
}

function copyFiles(from: string, to: string, names: Names): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = readFileSync(path.join(from, entry.name), 'utf8')
    writeFileSync(path.join(to, entry.name), rename(text, names), { flag: 'wx' })
  }
}

// The templates are packages that build and pass in their own folder, which is two levels deeper.
// Their client or framework is called `@made/up`.
const deeper = /"(?:\.\.\/){2}((?:\.\.\/){2,})/g
const placeholder = /@made\/up|made-up|madeUp|MadeUp/g

function rename(text: string, { npm, folder, camel, pascal }: Names): string {
  const renamed: Record<string, string> = {
    '@made/up': npm,
    'made-up': folder,
    madeUp: camel,
    MadeUp: pascal,
  }
  return text.replaceAll(deeper, '"$1').replaceAll(placeholder, (each) => renamed[each] ?? each)
}

// The name changes the length of lines and the order of imports.
function format(root: string, folder: string): void {
  const biome = path.join(root, 'node_modules', '.bin', 'biome')
  execFileSync(biome, ['check', '--write', folder], { cwd: root, stdio: 'pipe' })
}
