import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { refused } from '@readyz/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './snippets.ts'

// What a user gets: the tarballs of all public packages, unpacked side by side, and nothing of the workspace but the
// foreign packages that they depend on.
const directory = mkdtempSync(path.join(tmpdir(), 'readyz-packed-'))
const modules = path.join(directory, 'node_modules')
const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
// All that is to be published: what needs no name here can be forgotten in no list.
const folders = ['packages', 'packages/adapters', 'packages/drivers'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .map((name) => path.join(root, folder, name))
    .filter(isPublic),
)
const names: readonly string[] = folders.map((folder) => manifestOf(folder).name)
const libraries = names.filter((name) => name !== 'readyz')

function isPublic(folder: string): boolean {
  return existsSync(path.join(folder, 'package.json')) && manifestOf(folder).private !== true
}

function manifestOf(folder: string) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
}

function foreignTo(folder: string): readonly string[] {
  const { dependencies = {} } = manifestOf(folder)
  return Object.keys(dependencies).filter((name) => !name.startsWith('@readyz/'))
}

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

beforeAll(() => {
  const filters = names.flatMap((name) => ['--filter', name])
  const pack = ['--recursive', ...filters, 'pack', '--pack-destination', directory]
  run('npx', ['--yes', packageManager, ...pack], root)
  for (const [index, name] of names.entries()) {
    const folder = path.join(modules, name)
    mkdirSync(folder, { recursive: true })
    const tarball = `${name.replace('@', '').replace('/', '-')}-0.1.0.tgz`
    run('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder], directory)
    const source = folders[index] ?? ''
    for (const foreign of foreignTo(source)) {
      const link = path.join(modules, foreign)
      symlinkSync(realpathSync(path.join(source, 'node_modules', foreign)), link)
    }
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

  test.each(libraries)('of %s is loaded by import and by require', (name) => {
    const load = `import('${name}').then((loaded) => {
      console.log(loaded === require('${name}'))
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
    const { dependencies = {} } = manifestOf(folder)
    const own = Object.entries(dependencies).filter(([each]) => each.startsWith('@readyz/'))
    expect(own.filter(([, range]) => range !== '^0.1.0')).toEqual([])
  })

  test.each(libraries)('of %s has one entry, and depends on nothing foreign', (name) => {
    const folder = path.join(modules, name)
    const { exports } = manifestOf(folder)
    expect(exports['.']).toEqual({ types: './dist/index.d.ts', default: './dist/index.js' })
    expect(foreignTo(folder)).toEqual([])
  })

  test('of the command is a program, which asks servers through the packed drivers', async () => {
    const main = path.join(modules, 'readyz', manifestOf(path.join(modules, 'readyz')).bin.readyz)
    expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(run(process.execPath, [main, '--version'], directory)).toBe('0.1.0\n')
    const { host, port } = await refused()
    const place = `${host}:${port}`
    const urls = ['--pg', `postgres://${place}/a`, '--mysql', `mysql://${place}/a`]
    const args = ['wait', ...urls, '--memcached', place, '--timeout', '500ms']
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr.match(/^missing .*ECONNREFUSED/gm)).toHaveLength(3)
  })

  test('of core has no dependency and imports nothing', () => {
    const folder = path.join(modules, '@readyz', 'core')
    const { dependencies } = manifestOf(folder)
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
