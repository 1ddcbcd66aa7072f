import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

// Found by what `package.json` declares, so that no list can miss a package.
const folders = ['packages', 'packages/adapters', 'packages/drivers'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .map((name) => path.join(root, folder, name))
    .filter(isPublic),
)

/** The names of all public packages. */
export const names: readonly string[] = folders.map((folder) => manifestOf(folder).name)

/** The names of the public packages that can be imported: all except the command. */
export const libraries: readonly string[] = names.filter((name) => name !== 'readyz')

/** A project outside the workspace, in which all public packages are installed as a user gets them. */
export interface Consumer {
  readonly directory: string
  /** The folder of an installed package. */
  folderOf(name: string): string
  /** Runs a program in the project and returns what it prints. Throws if it fails. */
  run(command: string, args: readonly string[]): string
  remove(): void
}

/** Packs all public packages and unpacks the tarballs side by side, with the foreign packages that they depend on. */
export function openConsumer(): Consumer {
  const directory = mkdtempSync(path.join(tmpdir(), 'readyz-consumer-'))
  const folderOf = (name: string) => path.join(directory, 'node_modules', name)
  const filters = names.flatMap((name) => ['--filter', name])
  const pack = ['--recursive', ...filters, 'pack', '--pack-destination', directory]
  run('npx', ['--yes', packageManager, ...pack], root)
  for (const [index, name] of names.entries()) {
    const folder = folderOf(name)
    mkdirSync(folder, { recursive: true })
    const tarball = `${name.replace('@', '').replace('/', '-')}-0.1.0.tgz`
    run('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder], directory)
    const source = folders[index] ?? ''
    for (const foreign of foreignTo(source)) {
      symlinkSync(realpathSync(path.join(source, 'node_modules', foreign)), folderOf(foreign))
    }
  }
  return {
    directory,
    folderOf,
    run: (command, args) => run(command, args, directory),
    remove: () => rmSync(directory, { recursive: true }),
  }
}

function isPublic(folder: string): boolean {
  return existsSync(path.join(folder, 'package.json')) && manifestOf(folder).private !== true
}

export function manifestOf(folder: string) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
}

/** The dependencies that are not packages of this workspace. */
export function foreignTo(folder: string): readonly string[] {
  const { dependencies = {} } = manifestOf(folder)
  return Object.keys(dependencies).filter((name) => !name.startsWith('@readyz/'))
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
