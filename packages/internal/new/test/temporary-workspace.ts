import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repositoryRoot: string = fileURLToPath(new URL('../../../../', import.meta.url))

// The packages that a new package depends on, by name.
const workspacePackages = {
  '@readyz/core': 'packages/core',
  '@readyz/conformance': 'packages/conformance',
  '@readyz/net': 'packages/drivers/net',
} as const

// The files that vitest.config.ts imports.
const configImports = ['skip-missing-servers', 'missing-servers', 'find-program'].map(
  (name) => `packages/internal/servers/src/${name}.ts`,
)

/** The result of a tool. */
export interface ToolResult {
  readonly succeeded: boolean
  readonly output: string
}

/**
 * A temporary workspace with the settings of this repository and the packages that a new package
 * requires.
 */
export interface Workspace {
  readonly root: string
  /** Links the dependencies of a package, as `pnpm install` does. */
  link(folder: string): void
  /** Runs a tool in this workspace. */
  run(tool: string, ...args: readonly string[]): Promise<ToolResult>
  remove(): Promise<void>
}

export function openWorkspace(): Workspace {
  const root = mkdtempSync(path.join(tmpdir(), 'readyz-new-'))
  for (const entry of readdirSync(repositoryRoot, { withFileTypes: true })) {
    if (entry.isFile()) cpSync(path.join(repositoryRoot, entry.name), path.join(root, entry.name))
  }
  for (const file of configImports) cpSync(path.join(repositoryRoot, file), path.join(root, file))
  // A separate folder, because tools write their caches to it.
  linkAll(path.join(repositoryRoot, 'node_modules'), path.join(root, 'node_modules'))
  mkdirSync(path.join(root, 'packages', 'adapters'), { recursive: true })
  for (const folder of Object.values(workspacePackages)) copyPackage(root, folder)

  const link = (folder: string) => linkDependencies(root, folder)
  for (const folder of Object.values(workspacePackages)) link(folder)
  return {
    root,
    link,
    run: (tool, ...args) => runTool(root, tool, args),
    remove: () => rm(root, { recursive: true }),
  }
}

// Copies no tests, because they have other dependencies.
function copyPackage(root: string, folder: string): void {
  for (const name of ['package.json', 'tsconfig.json', 'src']) {
    cpSync(path.join(repositoryRoot, folder, name), path.join(root, folder, name), {
      recursive: true,
    })
  }
}

function linkAll(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) symlinkSync(path.join(from, name), path.join(to, name))
}

function linkDependencies(root: string, folder: string): void {
  const scope = path.join(root, folder, 'node_modules', '@readyz')
  mkdirSync(scope, { recursive: true })
  const text = readFileSync(path.join(root, folder, 'package.json'), 'utf8')
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text)
  for (const [name, target] of Object.entries(workspacePackages)) {
    if (!(name in dependencies) && !(name in devDependencies)) continue
    symlinkSync(path.join(root, target), path.join(scope, path.basename(name)))
  }
}

function runTool(root: string, tool: string, args: readonly string[]): Promise<ToolResult> {
  const file = path.join(root, 'node_modules', '.bin', tool)
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
  return new Promise((resolve) => {
    execFile(file, args, { cwd: root, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, output: `${stdout}${stderr}` })
    })
  })
}
