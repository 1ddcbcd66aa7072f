import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PackageNames, packageNamesOf } from './package-names.ts'

export const kinds = ['driver', 'adapter'] as const
export type Kind = (typeof kinds)[number]

const templates = fileURLToPath(new URL('../template/', import.meta.url))
const parts = ['src', 'test']
// The folders that contain packages. A package is called `@readyz/` and the name of its folder.
const parents = ['packages', 'packages/adapters', 'packages/drivers', 'packages/internal']

/**
 * Writes a package from a template. The package builds, and its tests name the parts that the
 * author must write. Returns the folder of the package, relative to the root of the workspace.
 *
 * @throws TypeError if the name is invalid or in use, and writes nothing
 */
export function generatePackage(root: string, kind: Kind, name: string): string {
  const names = packageNamesOf(name)
  const existing = parents
    .map((parent) => `${parent}/${names.folder}`)
    .find((folder) => existsSync(path.join(root, folder)))
  if (existing !== undefined) {
    throw new TypeError(
      `the name must not be in use, got ${JSON.stringify(name)}: ${existing} exists`,
    )
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

function copyFiles(from: string, to: string, names: PackageNames): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = readFileSync(path.join(from, entry.name), 'utf8')
    writeFileSync(path.join(to, entry.name), fillInNames(text, names), { flag: 'wx' })
  }
}

// The templates are packages that build in their own folder, which is two levels deeper than the
// folder of the new package. Their client or framework has the name `@made/up`.
const relativePath = /"(?:\.\.\/){2}((?:\.\.\/){2,})/g
const placeholder = /@made\/up|made-up|madeUp|MadeUp/g

function fillInNames(text: string, { npm, folder, camel, pascal }: PackageNames): string {
  const replacements: Record<string, string> = {
    '@made/up': npm,
    'made-up': folder,
    madeUp: camel,
    MadeUp: pascal,
  }
  return text
    .replaceAll(relativePath, '"$1')
    .replaceAll(placeholder, (each) => replacements[each] ?? each)
}

// Formats the package, because its name changes the length of lines and the order of imports.
function format(root: string, folder: string): void {
  const biome = path.join(root, 'node_modules', '.bin', 'biome')
  execFileSync(biome, ['check', '--write', folder], { cwd: root, stdio: 'pipe' })
}
