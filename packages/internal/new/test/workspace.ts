import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const top: string = fileURLToPath(new URL('../../../../', import.meta.url))

// What a new package stands on, and by its name where it finds it.
const neighbours = {
  '@readyz/core': 'packages/core',
  '@readyz/conformance': 'packages/conformance',
  '@readyz/net': 'packages/drivers/net',
} as const

// What the settings of vitest import.
const imported = ['skip-plugin', 'requirements', 'programs'].map(
  (name) => `packages/internal/servers/src/${name}.ts`,
)

/** What a tool said, and whether it was content. */
export interface Said {
  readonly isGreen: boolean
  readonly output: string
}

/** A workspace apart, with the settings of this one and what a new package stands on. */
export interface Workspace {
  readonly root: string
  /** Links what a package of it depends on, as an installation would. */
  link(folder: string): void
  /** Runs a tool of the top. */
  run(tool: string, ...args: readonly string[]): Promise<Said>
  remove(): Promise<void>
}

export function openWorkspace(): Workspace {
  const root = mkdtempSync(path.join(tmpdir(), 'readyz-new-'))
  for (const entry of readdirSync(top, { withFileTypes: true })) {
    if (entry.isFile()) cpSync(path.join(top, entry.name), path.join(root, entry.name))
  }
  for (const file of imported) cpSync(path.join(top, file), path.join(root, file))
  // A folder of its own: tools keep what they remember there.
  linkAll(path.join(top, 'node_modules'), path.join(root, 'node_modules'))
  mkdirSync(path.join(root, 'packages', 'adapters'), { recursive: true })
  for (const folder of Object.values(neighbours)) copyPackage(root, folder)

  const link = (folder: string) => linkNeighbours(root, folder)
  for (const folder of Object.values(neighbours)) link(folder)
  return {
    root,
    link,
    run: (tool, ...args) => runTool(root, tool, args),
    remove: () => rm(root, { recursive: true }),
  }
}

// Without what is installed and built, and without tests, which need more.
function copyPackage(root: string, folder: string): void {
  for (const name of ['package.json', 'tsconfig.json', 'src']) {
    cpSync(path.join(top, folder, name), path.join(root, folder, name), { recursive: true })
  }
}

function linkAll(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) symlinkSync(path.join(from, name), path.join(to, name))
}

function linkNeighbours(root: string, folder: string): void {
  const scope = path.join(root, folder, 'node_modules', '@readyz')
  mkdirSync(scope, { recursive: true })
  const text = readFileSync(path.join(root, folder, 'package.json'), 'utf8')
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text)
  for (const [name, place] of Object.entries(neighbours)) {
    if (!(name in dependencies) && !(name in devDependencies)) continue
    symlinkSync(path.join(root, place), path.join(scope, path.basename(name)))
  }
}

function runTool(root: string, tool: string, args: readonly string[]): Promise<Said> {
  const file = path.join(root, 'node_modules', '.bin', tool)
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
  return new Promise((resolve) => {
    execFile(file, args, { cwd: root, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ isGreen: error === null, output: `${stdout}${stderr}` })
    })
  })
}
