import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { refused } from '@readyz/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import {
  externalDependencies,
  libraries,
  manifestOf,
  names,
  openConsumer,
} from './consumer-project.ts'

const consumer = openConsumer()
afterAll(() => consumer.remove())
const { directory, folderOf, run } = consumer

const program = (load: string) => `
  ${load}
  const probes = createProbes({ readiness: [sqlChecker(() => [{ one: 1 }])] })
  Promise.resolve(probes.handle('GET', '/readyz?verbose')).then(({ body }) => console.log(body))
  console.log(typeof pgChecker, typeof expressProbes)`

describe('the packed packages', () => {
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
  ])('run in the program %s', (file, load) => {
    writeFileSync(path.join(directory, file), program(load))
    const printed = run(process.execPath, [file])
    expect(printed).toBe('function function\n[+]db ok\nreadiness check passed\n')
  })

  test.each(libraries)('%s exports the same names to import and to require', (name) => {
    const load = `import('${name}').then(({ default: _, 'module.exports': __, ...loaded }) => {
      const required = require('${name}')
      console.log(Object.keys(required).sort().join() === Object.keys(loaded).sort().join())
      console.log(require('node:path').relative('.', require.resolve('${name}')))
    })`
    const printed = run(process.execPath, ['--eval', load])
    expect(printed).toBe(`true\nnode_modules/${name}/dist/cjs/index.js\n`)
  })

  test.each(names)('%s contains its build, its sources, its README and its license', (name) => {
    const folder = folderOf(name)
    // The READMEs of the command and of the kit link to further pages.
    const pages = ['readyz', '@readyz/conformance'].includes(name) ? ['docs'] : []
    expect(readdirSync(folder).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      ...pages,
      'package.json',
      'src',
    ])
    const { dependencies = {} } = manifestOf(folder)
    const internal = Object.entries(dependencies).filter(([each]) => each.startsWith('@readyz/'))
    expect(internal.filter(([, range]) => range !== '^0.1.0')).toEqual([])
  })

  test.each(libraries)(
    '%s has one entry in two module formats, and no external dependency',
    (name) => {
      const folder = folderOf(name)
      const { exports, main, types } = manifestOf(folder)
      const required = { types: './dist/cjs/index.d.ts', default: './dist/cjs/index.js' }
      const imported = { types: './dist/index.d.ts', default: './dist/index.js' }
      expect(exports['.']).toEqual({ import: imported, require: required })
      // For resolvers that do not read `exports`, such as `moduleResolution: node10`.
      expect({ types, default: main }).toEqual(required)
      expect(externalDependencies(folder)).toEqual([])
    },
  )

  test('the command readyz runs, and checks servers through the packed drivers', async () => {
    const main = path.join(folderOf('readyz'), manifestOf(folderOf('readyz')).bin.readyz)
    expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(run(process.execPath, [main, '--version'])).toBe('0.1.0\n')
    const { host, port } = await refused()
    const address = `${host}:${port}`
    const urls = ['--pg', `postgres://${address}/a`, '--mysql', `mysql://${address}/a`]
    const args = ['wait', ...urls, '--memcached', address, '--timeout', '10s']
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr.match(/^missing .*ECONNREFUSED/gm)).toHaveLength(3)
  })

  test('core has no dependency and imports nothing', () => {
    const folder = folderOf('@readyz/core')
    const { dependencies } = manifestOf(folder)
    expect(dependencies).toBeUndefined()
    const files = readdirSync(path.join(folder, 'dist'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((file) => /\.(js|d\.ts)$/.test(file))
    const imports = files.flatMap((file) => {
      const text = readFileSync(path.join(folder, 'dist', file), 'utf8')
      return Array.from(
        text.matchAll(/(?:from|import|require)[\s(]*['"]([^'"]+)['"]/g),
        ([, target]) => target,
      )
    })
    expect(imports.length).toBeGreaterThan(20)
    expect(imports.filter((target) => !target?.startsWith('./'))).toEqual([])
  })
})
