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

// The folders of all packages that are not private in their package.json. No list can miss a
// package.
const folders = ['packages', 'packages/adapters', 'packages/drivers'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .map((name) => path.join(root, folder, name))
    .filter(isPublic),
)

/** The names of all public packages. */
export const names: readonly string[] = folders.map((folder) => manifestOf(folder).name)

/** The names of the public packages that can be imported: all except the command. */
export const libraries: readonly string[] = names.filter((name) => name !== 'readyz')

/** A project outside the workspace, with all public packages installed from their tarballs. */
export interface ConsumerProject {
  readonly directory: string
  /** The folder of an installed package. */
  folderOf(name: string): string
  /** Installs development dependencies of this package, such as a client and its types. */
  install(...names: readonly string[]): void
  /** Runs a program in the project and returns its output. Throws if it fails. */
  run(command: string, args: readonly string[], environment?: NodeJS.ProcessEnv): string
  /** Runs an ES module in the project and returns its output without the last line break. */
  evaluate(code: string): string
  remove(): void
}

/** The time limit in milliseconds of a test that runs a compiler or a test runner. */
export const toolTimeout = 300_000

/** The response of `programs/application.ts`, for every module format and tool. */
export const expectedResponse = `[-]orders failed: cannot connect to database.
[!]replica warned: the replica lags.
[-]queue failed: the queue is full.
readiness check failed`

/**
 * Packs all public packages and unpacks the tarballs into one project. Links the external packages
 * that they depend on.
 */
export function openConsumer(): ConsumerProject {
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
    for (const dependency of externalDependencies(source)) {
      symlinkSync(realpathSync(path.join(source, 'node_modules', dependency)), folderOf(dependency))
    }
  }
  return {
    directory,
    folderOf,
    install(...external) {
      for (const name of external) {
        mkdirSync(path.dirname(folderOf(name)), { recursive: true })
        symlinkSync(toolFolder(name), folderOf(name))
      }
    },
    run: (command, args, environment) => run(command, args, directory, environment),
    evaluate: (code) =>
      run(process.execPath, ['--input-type=module', '--eval', code], directory).trimEnd(),
    remove: () => rmSync(directory, { recursive: true }),
  }
}

/** Returns the text of a file in `programs`. */
export function readProgram(name: string): string {
  return readFileSync(new URL(`programs/${name}`, import.meta.url), 'utf8')
}

/** Returns the folder of a development dependency of this package. */
export function toolFolder(name: string): string {
  return realpathSync(fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url)))
}

function isPublic(folder: string): boolean {
  return existsSync(path.join(folder, 'package.json')) && manifestOf(folder).private !== true
}

export function manifestOf(folder: string) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
}

/** Returns the dependencies that are not packages of this workspace. */
export function externalDependencies(folder: string): readonly string[] {
  const { dependencies = {} } = manifestOf(folder)
  return Object.keys(dependencies).filter((name) => !name.startsWith('@readyz/'))
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = {},
): string {
  const env = { ...process.env, ...environment }
  return execFileSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
