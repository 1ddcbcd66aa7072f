import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './snippets.ts'

// What a user gets: the tarballs of all public packages, unpacked side by side, and nothing of the workspace.
const directory = mkdtempSync(path.join(tmpdir(), 'readyz-packed-'))
const modules = path.join(directory, 'node_modules', '@readyz')
const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
// All that is to be published: what needs no name here can be forgotten in no list.
const names = ['packages', 'packages/adapters', 'packages/drivers'].flatMap((folder) =>
  readdirSync(path.join(root, folder)).filter((name) => isPublic(path.join(root, folder, name))),
)

function isPublic(folder: string): boolean {
  const file = path.join(folder, 'package.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).private !== true
}

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

beforeAll(() => {
  const filters = names.flatMap((name) => ['--filter', `@readyz/${name}`])
  const pack = ['--recursive', ...filters, 'pack', '--pack-destination', directory]
  run('npx', ['--yes', packageManager, ...pack], root)
  for (const name of names) {
    const folder = path.join(modules, name)
    mkdirSync(folder, { recursive: true })
    run(
      'tar',
      ['-xzf', `readyz-${name}-0.1.0.tgz`, '--strip-components=1', '-C', folder],
      directory,
    )
  }
})
afterAll(() => rmSync(directory, { recursive: true }))

const program = (load: string) => `
  ${load}
  const probes = createProbes({ readiness: [sqlChecker(() => [1])] })
  Promise.resolve(probes.handle('GET', '/readyz?verbose')).then(({ body }) => console.log(body))
  console.log(typeof pgChecker, typeof expressProbes)`

describe('what is packed', () => {
  test.each([
    [
      'program.mjs',
      `import { createProbes, expressProbes } from '@readyz/express'
       import { pgChecker } from '@readyz/pg'
       import { sqlChecker } from '@readyz/sql'`,
    ],
    [
      'program.cjs',
      `const { createProbes, expressProbes } = require('@readyz/express')
       const { pgChecker } = require('@readyz/pg')
       const { sqlChecker } = require('@readyz/sql')`,
    ],
  ])('works in %s', (file, load) => {
    writeFileSync(path.join(directory, file), program(load))
    const printed = run(process.execPath, ['--no-warnings', file], directory)
    expect(printed).toBe('function function\n[+]db ok\nreadiness check passed\n')
  })

  test.each(names)('of %s is loaded by import and by require', (name) => {
    const load = `import('@readyz/${name}').then((loaded) => {
      console.log(loaded === require('@readyz/${name}'))
    })`
    const printed = run(process.execPath, ['--no-warnings', '--eval', load], directory)
    expect(printed).toBe('true\n')
  })

  test.each(names)('of %s is its build, its sources and its README', (name) => {
    const folder = path.join(modules, name)
    expect(readdirSync(folder).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'src',
    ])
    const { exports, dependencies = {} } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    )
    expect(exports['.']).toEqual({ types: './dist/index.d.ts', default: './dist/index.js' })
    const foreign = Object.keys(dependencies).filter(
      (dependency) => !dependency.startsWith('@readyz/'),
    )
    expect(foreign).toEqual([])
    expect(Object.values(dependencies).every((range) => range === '^0.1.0')).toBe(true)
  })

  test('of core has no dependency and imports nothing', () => {
    const folder = path.join(modules, 'core')
    const { dependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    expect(dependencies).toBeUndefined()
    const files = readdirSync(path.join(folder, 'dist')).filter((file) =>
      /\.(js|d\.ts)$/.test(file),
    )
    const imports = files.flatMap((file) => {
      const text = readFileSync(path.join(folder, 'dist', file), 'utf8')
      return Array.from(
        text.matchAll(/(?:from|import|require)[\s(]*'([^']+)'/g),
        ([, target]) => target,
      )
    })
    expect(imports.length).toBeGreaterThan(10)
    expect(imports.filter((target) => !target?.startsWith('./'))).toEqual([])
  })
})
