import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { generatePackage, type Kind } from '../src/generate-package.ts'
import { run } from '../src/run-command.ts'
import { openWorkspace, repositoryRoot } from './temporary-workspace.ts'

const workspace = openWorkspace()
const { root } = workspace
afterAll(() => workspace.remove())

const jsonOf = (...names: readonly string[]) =>
  JSON.parse(readFileSync(path.join(...names, 'package.json'), 'utf8'))

describe.each<[Kind, string]>([
  ['driver', 'packages/drivers/memjs'],
  ['adapter', 'packages/adapters/koa'],
])('a new %s', (kind, existing) => {
  const folder = generatePackage(root, kind, `@some/${kind}-example`)

  test('is in the folder of its kind, with the five parts of a public package', () => {
    expect(folder).toBe(`packages/${kind}s/some-${kind}-example`)
    expect(readdirSync(path.join(root, folder)).toSorted()).toEqual([
      'README.md',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
    ])
  })

  test('has the package.json of an existing package, except for its name and description', () => {
    const generated = jsonOf(root, folder)
    const expected = jsonOf(repositoryRoot, existing)
    const own = {
      name: `@readyz/some-${kind}-example`,
      description: expect.stringContaining(`@some/${kind}-example`),
      devDependencies: { '@readyz/conformance': 'workspace:^' },
    }
    expect(generated).toEqual({ ...expected, ...own })
    expect(Object.keys(generated)).toEqual(Object.keys(expected))
  })

  test('does not contain the names of the template', () => {
    const files = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'))
    expect(texts).toHaveLength(6)
    expect(texts.filter((text) => /made.?up/i.test(text))).toEqual([])
  })
})

describe('pnpm new rejects', () => {
  test.each<[Kind, string, string]>([
    ['driver', '@readyz-is/taken', 'packages/drivers/readyz-is-taken'],
    ['adapter', 'readyz-is.taken', 'packages/drivers/readyz-is-taken'],
    ['driver', 'core', 'packages/core'],
    ['driver', 'drivers', 'packages/drivers'],
  ])('%s %s, because %s exists', (kind, name, folder) => {
    mkdirSync(path.join(root, folder), { recursive: true })
    expect(() => generatePackage(root, kind, name)).toThrow(
      new TypeError(`the name must not be in use, got "${name}": ${folder} exists`),
    )
    expect(existsSync(path.join(root, 'packages', 'adapters', 'readyz-is-taken'))).toBe(false)
  })

  test.each([
    [[], '""'],
    [['driver'], '"driver"'],
    [['driver', 'a', 'b'], '"driver a b"'],
    [['plugin', 'a'], '"plugin a"'],
    [['ioredis', 'driver'], '"ioredis driver"'],
  ])('the arguments %j, and prints the usage', (args, got) => {
    expect(() => run(root, args)).toThrow(`the arguments must be a kind and a name, got ${got}`)
    expect(() => run(root, args)).toThrow(/^pnpm new driver <client> .*\npnpm new adapter/m)
  })
})

test('pnpm new prints the folder of the package and three next steps', () => {
  const output = run(root, ['adapter', 'polka'])
  expect(output).toContain('Wrote packages/adapters/polka.')
  expect(output.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. '])
})
